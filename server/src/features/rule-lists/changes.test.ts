import { describe, expect, it } from '@jest/globals'
import { DomainError } from '../../errors.ts'
import {
  byDecision,
  patchedRule,
  planRules,
  refuseFull,
  refuseRepeated,
  refuseTwin,
  type ExistingRule,
} from './changes.ts'
import { contentOf, matchKey, ruleWords, shownContent, twinKey, type RuleContent, type SaidRule } from './content.ts'

const groupId = '01957b2c-ce50-7072-9165-7d9e0f1a2b3c'
const addressGroupId = '01957b2c-ce72-7194-b387-9fb03c4d5e6f'

const base: RuleContent = {
  direction: 'ingress',
  ethertype: 'ipv4',
  protocol: null,
  port_min: null,
  port_max: null,
  icmp_type: null,
  icmp_code: null,
  remote_cidr: null,
  remote_group_id: null,
  remote_address_group_id: null,
  action: 'allow',
  position: 100,
  enabled: true,
  log: false,
  description: '',
  labels: {},
}
const tcp = (port: number, change: Partial<RuleContent> = {}): RuleContent => ({
  ...{ ...base, protocol: 6, port_min: port, port_max: port },
  ...change,
})
const refusal = (call: () => unknown): DomainError => {
  try {
    call()
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
  throw new Error('was not refused')
}

describe('the columns of a request', () => {
  const said: SaidRule = { ...shownContent(base), labels: {} }
  it.each<[Partial<SaidRule>, Partial<RuleContent>]>([
    [{}, { protocol: null, port_min: null, port_max: null }],
    [
      { protocol: 'tcp', port_min: 22 },
      { protocol: 6, port_min: 22, port_max: 22 },
    ],
    [
      { protocol: 'udp', port_min: 22, port_max: 23 },
      { protocol: 17, port_min: 22, port_max: 23 },
    ],
    [{ protocol: '0' }, { protocol: 0 }],
    [
      { protocol: 'icmp', icmp_type: 0, icmp_code: 0 },
      { protocol: 1, icmp_type: 0, icmp_code: 0 },
    ],
    [{ remote_group: groupId }, { remote_group_id: groupId }],
    [{ remote_address_group: addressGroupId }, { remote_address_group_id: addressGroupId }],
  ])('%j', (change, columns) => {
    const content = contentOf({ ...said, ...change })
    expect(content).toEqual({ ...base, ...columns })
    expect(contentOf({ ...shownContent(content), labels: {} })).toEqual(content)
  })
})

describe('a rule in a few words', () => {
  it.each<[string, RuleContent]>([
    ['allow ingress ipv4 any protocol from anywhere', base],
    [
      'drop egress ipv6 icmpv6 type 128 to 2001:db8::/32',
      {
        ...base,
        action: 'drop',
        direction: 'egress',
        ethertype: 'ipv6',
        protocol: 58,
        icmp_type: 128,
        remote_cidr: '2001:db8::/32',
      },
    ],
    ['allow ingress ipv4 icmp type 0 code 0 from anywhere', { ...base, protocol: 1, icmp_type: 0, icmp_code: 0 }],
    [
      `reject ingress ipv4 tcp 22 from security group ${groupId}`,
      tcp(22, { action: 'reject', remote_group_id: groupId }),
    ],
    [
      `allow ingress ipv4 tcp 80-81 from address group ${addressGroupId}`,
      tcp(80, { port_max: 81, remote_address_group_id: addressGroupId }),
    ],
    ['allow ingress ipv4 99 from anywhere', { ...base, protocol: 99 }],
  ])('%s', (words, rule) => {
    expect(ruleWords(rule)).toBe(words)
  })
})

describe('rules that match the same packets', () => {
  it.each<[RuleContent, RuleContent]>([
    [base, { ...base, action: 'drop', enabled: false, log: true, description: 'x', labels: { a: 'b' } }],
    [base, { ...base, remote_cidr: '0.0.0.0/0' }],
    [{ ...base, protocol: 6 }, tcp(1, { port_max: 65_535 })],
  ])('however they say it (case %#)', (a, b) => {
    expect(matchKey(a)).toBe(matchKey(b))
    expect(twinKey(a)).toBe(twinKey(b))
    expect(twinKey(a)).not.toBe(twinKey({ ...b, position: 99 }))
  })

  it.each<[RuleContent, RuleContent]>([
    [base, { ...base, direction: 'egress' }],
    [base, { ...base, ethertype: 'ipv6' }],
    [base, { ...base, protocol: 0 }],
    [
      { ...base, protocol: 1, icmp_type: 0 },
      { ...base, protocol: 1 },
    ],
    [
      { ...base, protocol: 1, icmp_type: 0, icmp_code: 0 },
      { ...base, protocol: 1, icmp_type: 0 },
    ],
    [tcp(22), tcp(22, { port_max: 23 })],
    [tcp(22), tcp(22, { protocol: 17 })],
    [
      { ...base, remote_cidr: '10.0.0.0/8' },
      { ...base, remote_cidr: '10.0.0.0/9' },
    ],
    [
      { ...base, remote_group_id: groupId },
      { ...base, remote_address_group_id: groupId },
    ],
  ])('are not those that differ in a field (case %#)', (a, b) => {
    expect(matchKey(a)).not.toBe(matchKey(b))
  })
})

describe('a rule beside which another has no effect', () => {
  const there: ExistingRule = { id: 'r1', ...tcp(22) }

  it('is refused, and names the other', () => {
    const refused = refusal(() => {
      refuseTwin(tcp(22, { action: 'drop' }), 'r2', [there])
    })
    expect(refused.code).toBe('already_exists')
    expect(refused.message).toBe('rule r1 matches the same at position 100: drop ingress ipv4 tcp 22 from anywhere')
    expect(refused.errors).toEqual([
      {
        pointer: '/position',
        message: 'rule r1 matches the same packets at position 100',
        allowed: 'another match or another position',
      },
    ])
  })

  it.each<[string, RuleContent, string]>([
    ['itself', tcp(22), 'r1'],
    ['one at another position', tcp(22, { position: 99 }), 'r2'],
    ['one that matches other packets', tcp(23), 'r2'],
  ])('is not %s', (_, rule, id) => {
    expect(() => {
      refuseTwin(rule, id, [there])
    }).not.toThrow()
  })

  it('is refused in a list, and so is an id that is there twice', () => {
    const twin = refusal(() => {
      refuseRepeated([
        { id: undefined, content: tcp(22) },
        { id: undefined, content: tcp(23) },
        { id: 'r1', content: tcp(22, { log: true }) },
      ])
    })
    expect(twin.message).toBe('item 0 matches the same at position 100: allow ingress ipv4 tcp 22 from anywhere')
    expect(twin.errors[0]?.pointer).toBe('/rules/2')
    const twice = refusal(() => {
      refuseRepeated([
        { id: 'r1', content: tcp(22) },
        { id: 'r1', content: tcp(23) },
      ])
    })
    expect(twice.code).toBe('invalid_request')
    expect(twice.message).toBe('/rules/1/id: is the id of item 0 too')
  })
})

describe('a changed rule', () => {
  it.each<[Parameters<typeof patchedRule>[1], Partial<RuleContent>]>([
    [{ enabled: false }, { enabled: false }],
    [{ port_max: 30 }, { port_max: 30 }],
    [
      { protocol: 'udp', labels: { a: 'b' } },
      { protocol: 17, labels: { a: 'b' } },
    ],
    [
      { protocol: 'any', port_min: null, port_max: null },
      { protocol: null, port_min: null, port_max: null },
    ],
    [
      { port_min: 80, port_max: null },
      { port_min: 80, port_max: 80 },
    ],
    [
      { direction: 'egress', remote_cidr: '10.0.0.0/8' },
      { direction: 'egress', remote_cidr: '10.0.0.0/8' },
    ],
  ])('%j', (patch, change) => {
    expect(patchedRule(tcp(22), patch)).toEqual(tcp(22, change))
  })

  it.each<[RuleContent, Parameters<typeof patchedRule>[1], string]>([
    [tcp(22), { protocol: 'any' }, '/port_min: must be left out: protocol "any" has no ports; tcp, udp and sctp have'],
    [tcp(22, { port_max: 25 }), { port_min: 80 }, '/port_max: must be at least port_min, which is 80'],
    [tcp(22), { port_min: 80, port_max: 79 }, '/port_max: must be at least port_min, which is 80'],
    [
      { ...base, remote_cidr: '10.0.0.0/8' },
      { ethertype: 'ipv6' },
      '/remote_cidr: must be an IPv6 block with ethertype ipv6',
    ],
    [{ ...base, protocol: 1 }, { ethertype: 'ipv6' }, '/protocol: must be "icmpv6" with ethertype ipv6'],
  ])('is refused when it does not go together (case %#)', (rule, patch, message) => {
    const refused = refusal(() => patchedRule(rule, patch))
    expect([refused.code, refused.message]).toEqual([
      'invalid_request',
      `the changed rule would not go together: ${message}`,
    ])
  })
})

describe('a list of rules that becomes another', () => {
  const ssh: ExistingRule = { id: 'ssh', ...tcp(22) }
  const web: ExistingRule = { id: 'web', ...tcp(80) }
  const late: ExistingRule = { id: 'late', ...tcp(80, { position: 200 }) }
  const plan = (existing: readonly ExistingRule[], ...wanted: (RuleContent & { id?: string })[]): object => {
    const { added, changed, removed } = planRules(
      existing,
      wanted.map(({ id, ...content }) => ({ id, content })),
    )
    return {
      added: added.map(({ id, content }) => [id, content]),
      changed: changed.map(({ before, content }) => [before.id, content]),
      removed: removed.map(({ id }) => id),
    }
  }
  const nothing = { added: [], changed: [], removed: [] }

  it.each<[string, object, object]>([
    ['is the same, without ids and in another order', plan([ssh, web], tcp(80), tcp(22)), nothing],
    ['is the same, with ids', plan([ssh, web], web, ssh), nothing],
    ['becomes empty', plan([ssh, web]), { ...nothing, removed: ['ssh', 'web'] }],
    ['was empty', plan([], tcp(22)), { ...nothing, added: [[undefined, tcp(22)]] }],
    [
      'gets one with an id of its own',
      plan([ssh], ssh, { id: 'new', ...tcp(80) }),
      { ...nothing, added: [['new', tcp(80)]] },
    ],
    [
      'has one changed by its id',
      plan([ssh], { id: 'ssh', ...tcp(2222) }),
      { ...nothing, changed: [['ssh', tcp(2222)]] },
    ],
    [
      'has the action of one changed',
      plan([ssh], tcp(22, { action: 'drop' })),
      { ...nothing, changed: [['ssh', tcp(22, { action: 'drop' })]] },
    ],
    [
      'has labels changed',
      plan([ssh], tcp(22, { labels: { a: 'b' } })),
      { ...nothing, changed: [['ssh', tcp(22, { labels: { a: 'b' } })]] },
    ],
    [
      'has one moved',
      plan([ssh], tcp(22, { position: 5 })),
      { ...nothing, changed: [['ssh', tcp(22, { position: 5 })]] },
    ],
    [
      'has one moved, while its like stays',
      plan([web, late], tcp(80, { position: 5 }), tcp(80, { position: 200 })),
      { ...nothing, changed: [['web', tcp(80, { position: 5 })]] },
    ],
    [
      'has two alike moved',
      plan([web, late], tcp(80, { position: 5 }), tcp(80, { position: 6 })),
      {
        ...nothing,
        changed: [
          ['web', tcp(80, { position: 5 })],
          ['late', tcp(80, { position: 6 })],
        ],
      },
    ],
    [
      'loses one and gets another',
      plan([ssh], tcp(23)),
      { added: [[undefined, tcp(23)]], changed: [], removed: ['ssh'] },
    ],
    [
      'swaps what two say, by their ids',
      plan([ssh, web], { id: 'ssh', ...tcp(80) }, { id: 'web', ...tcp(22) }),
      {
        ...nothing,
        changed: [
          ['ssh', tcp(80)],
          ['web', tcp(22)],
        ],
      },
    ],
  ])('%s', (_, changes, expected) => {
    expect(changes).toEqual(expected)
  })
})

describe('the order in which rules decide', () => {
  const rule = (id: string, change: Partial<RuleContent>): ExistingRule => ({ id, ...base, ...change })

  it('is ingress before egress, by position, then drop before reject before allow', () => {
    const rules = [
      rule('g', { direction: 'egress', position: 0 }),
      rule('f', { position: 200 }),
      rule('e', {}),
      rule('d', {}),
      rule('c', { action: 'reject' }),
      rule('b', { action: 'drop' }),
      rule('a', { position: 99 }),
    ]
    expect(rules.toSorted(byDecision).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'])
  })
})

describe('a full list', () => {
  it('takes no rule more', () => {
    expect(() => {
      refuseFull('web', Array(999).fill(base))
    }).not.toThrow()
    expect(() => {
      refuseFull('web', Array(1000).fill(base))
    }).toThrow('"web" has 1000 rules, and no group or policy may have more')
  })
})
