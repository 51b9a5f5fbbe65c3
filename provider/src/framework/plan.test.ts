import { describe, expect, it } from '@jest/globals'
import { computed, defaulted, optional, optionalComputed, required } from './attribute.ts'
import { bool, int, listOf, mapOf, nullable, object, objectList, objectMap, semanticString, string } from './kind.ts'
import { requiresReplace, requiresReplaceIf, useStateForUnknown } from './modifiers.ts'
import { changes, markUnknown, merge, replacedBy } from './plan.ts'
import type { Attributes } from './shape.ts'
import { UNKNOWN, type ObjectValue } from './value.ts'

const lower = semanticString({ canonical: (text) => text.toLowerCase(), expected: 'anything' })

/** The three steps together, as planning joins them. */
const plan = (attributes: Attributes, config: ObjectValue, prior?: ObjectValue): ObjectValue => {
  const merged = merge(attributes, config, prior)
  return changes(attributes, merged, prior) ? markUnknown(attributes, config, merged, prior) : merged
}

describe('a create plans', () => {
  const attributes = {
    id: computed(string, ''),
    name: required(string, ''),
    note: optional(string, ''),
    mtu: defaulted(int, 1442, ''),
    mac: optionalComputed(string, ''),
    dhcp: defaulted(
      object({ enabled: defaulted(bool, true, ''), time: defaulted(int, 60, '') }),
      { enabled: true, time: 60 },
      '',
    ),
    ips: optionalComputed(objectList({ subnet: optional(string, ''), ip: optionalComputed(string, '') }), ''),
  }
  const none = { id: null, name: 'n', note: null, mtu: null, mac: null, dhcp: null, ips: null }

  it.each<[string, Partial<typeof none> | ObjectValue, ObjectValue]>([
    [
      'what is given, defaults, and unknown',
      {},
      { id: UNKNOWN, name: 'n', note: null, mtu: 1442, mac: UNKNOWN, ips: UNKNOWN, dhcp: { enabled: true, time: 60 } },
    ],
    ['given values in place of defaults', { mtu: 9000, mac: 'm' }, { mtu: 9000, mac: 'm' }],
    [
      'defaults inside an object that is given',
      { dhcp: { enabled: null, time: 5 } },
      { dhcp: { enabled: true, time: 5 } },
    ],
    [
      'unknown leaves in objects that are given',
      { ips: [{ subnet: 's', ip: null }] },
      { ips: [{ subnet: 's', ip: UNKNOWN }] },
    ],
    ['an empty list that is given', { ips: [] }, { ips: [] }],
    ['what is not known yet as unknown', { name: UNKNOWN, dhcp: UNKNOWN }, { name: UNKNOWN, dhcp: UNKNOWN }],
    ['an unknown element as unknown', { ips: [UNKNOWN] }, { ips: [UNKNOWN] }],
  ])('%s', (_what, config, planned) => {
    expect(plan(attributes, { ...none, ...config })).toMatchObject(planned)
  })
})

describe('an update plans', () => {
  const attributes = {
    id: computed(string, '', { plan: [useStateForUnknown()] }),
    name: required(string, ''),
    mac: optionalComputed(lower, '', { plan: [useStateForUnknown()] }),
    hostname: optionalComputed(nullable(string), '', { plan: [useStateForUnknown({ unless: ['name'] })] }),
    fqdn: computed(nullable(string), '', { plan: [useStateForUnknown({ unless: ['hostname'] })] }),
    generation: computed(int, ''),
    labels: defaulted(mapOf(string), {}, ''),
    note: optional(string, ''),
  }
  const prior = { id: 'i', name: 'n', mac: 'aa', hostname: 'h', fqdn: null, generation: 1, labels: {}, note: 'x' }
  const config = {
    id: null,
    name: 'n',
    mac: null,
    hostname: null,
    fqdn: null,
    generation: null,
    labels: null,
    note: 'x',
  }

  it('nothing at all when nothing is configured otherwise', () => {
    expect(plan(attributes, config, prior)).toEqual(prior)
  })

  it('nothing when only the spelling is another', () => {
    expect(plan(attributes, { ...config, mac: 'AA' }, prior)).toEqual(prior)
  })

  it('what is configured, and unknown what may change with it', () => {
    expect(plan(attributes, { ...config, note: 'y' }, prior)).toEqual({ ...prior, note: 'y', generation: UNKNOWN })
  })

  it('unknown for what depends on something that changes, and on what depends on that', () => {
    expect(plan(attributes, { ...config, name: 'm' }, prior)).toEqual({
      ...prior,
      name: 'm',
      hostname: UNKNOWN,
      fqdn: UNKNOWN,
      generation: UNKNOWN,
    })
  })

  it('the default again for what is no longer configured', () => {
    expect(plan(attributes, config, { ...prior, labels: { a: 'b' } })).toMatchObject({ labels: {} })
  })

  it('nothing for what was configured and is left to the provider now', () => {
    expect(plan(attributes, { ...config, mac: null }, { ...prior, mac: 'cc' })).toMatchObject({ mac: 'cc' })
  })

  it('absence of what only the configuration gives', () => {
    expect(plan(attributes, { ...config, note: null }, prior)).toMatchObject({ note: null, generation: UNKNOWN })
  })

  it('unknown for null that the provider cannot mean: the state is older than the attribute', () => {
    const old = { ...prior, mac: null, fqdn: null }
    expect(plan(attributes, { ...config, note: 'y' }, old)).toMatchObject({ mac: UNKNOWN, fqdn: null })
  })

  it('refuses a modifier that names no attribute beside it', () => {
    const wrong = {
      a: computed(string, '', { plan: [useStateForUnknown({ unless: ['b'] })] }),
      c: optional(string, ''),
    }
    expect(() => plan(wrong, { a: null, c: 'x' }, { a: 'y', c: null })).toThrow('names "b"')
  })
})

describe('an update of objects in a list', () => {
  const attributes = {
    ips: optionalComputed(
      objectList({
        subnet: optionalComputed(string, '', { plan: [useStateForUnknown({ unless: ['ip'] })] }),
        ip: optionalComputed(string, '', { plan: [useStateForUnknown({ unless: ['subnet'] })] }),
      }),
      '',
      { plan: [useStateForUnknown()] },
    ),
    note: optional(string, ''),
  }
  const prior = { ips: [{ subnet: 's', ip: '1' }], note: null }

  it.each<[string, ObjectValue, unknown]>([
    ['keeps what is not configured', { ips: null }, [{ subnet: 's', ip: '1' }]],
    [
      'keeps the rest of an element whose configured part is the same',
      { ips: [{ subnet: 's', ip: null }] },
      [{ subnet: 's', ip: '1' }],
    ],
    [
      'makes the rest of a changed element unknown',
      { ips: [{ subnet: 't', ip: null }] },
      [{ subnet: 't', ip: UNKNOWN }],
    ],
    [
      'makes the parts of a new element unknown',
      {
        ips: [
          { subnet: 's', ip: '1' },
          { subnet: null, ip: '2' },
        ],
      },
      [
        { subnet: 's', ip: '1' },
        { subnet: UNKNOWN, ip: '2' },
      ],
    ],
    ['drops an element', { ips: [] }, []],
  ])('%s', (_what, config, ips) => {
    expect(plan(attributes, { note: 'changed', ...config }, prior)['ips']).toEqual(ips)
  })

  it('works for objects by key too', () => {
    const byKey = { m: optional(objectMap({ a: required(string, ''), b: computed(string, '') }), '') }
    const before = { m: { x: { a: '1', b: 'old' } } }
    expect(plan(byKey, { m: { x: { a: '1', b: null }, y: { a: '2', b: null } } }, before)).toEqual({
      m: { x: { a: '1', b: UNKNOWN }, y: { a: '2', b: UNKNOWN } },
    })
    expect(plan(byKey, { m: { x: { a: '1', b: null } } }, before)).toEqual(before)
  })
})

describe('a new resource is needed', () => {
  const attributes = {
    network: required(string, '', { plan: [requiresReplace()] }),
    mac: optionalComputed(lower, '', { plan: [useStateForUnknown(), requiresReplace()] }),
    size: required(int, '', {
      plan: [requiresReplaceIf(({ prior, planned }) => Number(planned) < Number(prior))],
    }),
    tags: optional(listOf(string), ''),
  }
  const prior = { network: 'n', mac: 'aa', size: 5, tags: null }

  it.each<[string, ObjectValue, string[]]>([
    ['for nothing', { network: 'n', mac: null, size: 5, tags: null }, []],
    ['when an attribute changes that cannot', { network: 'm', mac: null, size: 5, tags: null }, ['network']],
    ['when it may change: it is not known yet', { network: UNKNOWN, mac: null, size: 5, tags: null }, ['network']],
    ['not for another spelling', { network: 'n', mac: 'AA', size: 6, tags: null }, []],
    ['for another value', { network: 'n', mac: 'bb', size: 6, tags: null }, ['mac']],
    ['under a condition', { network: 'n', mac: null, size: 4, tags: null }, ['size']],
    ['not for what can be updated', { network: 'n', mac: null, size: 5, tags: ['a'] }, []],
  ])('%s', (_when, config, names) => {
    expect(replacedBy(attributes, { config, planned: plan(attributes, config, prior), prior })).toEqual(names)
  })
})
