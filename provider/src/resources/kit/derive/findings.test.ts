import { CreateRouterInterface, CreateSecurityGroup, CreateSecurityGroupRule } from '@quantumnet/api'
import { describe, expect, it } from '@jest/globals'
import type { z } from 'zod'
import { UNKNOWN, type ObjectValue } from '../../../framework/index.ts'
import { requestFindings } from './findings.ts'
import { shapeOf } from './field.ts'
import type { Hints } from './hints.ts'

const ID = '01890a5d-ac96-774b-bcce-b302099a8057'

/** What is told of a configuration in which all that is not named is left out. */
const told = (schema: z.ZodType, given: ObjectValue, hints: Hints = {}): string[] => {
  const nothing = Object.fromEntries(Object.keys(shapeOf(schema)).map((name) => [name, null]))
  return requestFindings({ schema, hints }, { ...nothing, ...given }).map(({ path }) => path.join('.'))
}

const rule = { direction: 'ingress', ethertype: 'ipv4' }

describe('a configuration whose ids are not known yet', () => {
  it.each<[string, ObjectValue, string[]]>([
    ['is told of fields that do not go together', { ...rule, security_group: UNKNOWN, port_min: 80 }, ['port_min']],
    ['is not told of an id that is needed', { ...rule, security_group: UNKNOWN }, []],
    [
      'is told of two remotes only when both are there for sure',
      { ...rule, security_group: UNKNOWN, remote_group: UNKNOWN, remote_cidr: '192.0.2.0/24' },
      [],
    ],
    [
      'is told of what is wrong whichever remote there is',
      { ...rule, security_group: UNKNOWN, remote_group: UNKNOWN, remote_cidr: '2001:db8::/32' },
      ['remote_cidr'],
    ],
    [
      'is not told of what another value may put right',
      { ...rule, security_group: ID, protocol: UNKNOWN, port_min: 80 },
      [],
    ],
    [
      'is told of a value that no other can put right',
      { ...rule, security_group: ID, protocol: UNKNOWN, port_min: 0 },
      ['port_min'],
    ],
  ])('%s', (_what, given, expected) => {
    expect(told(CreateSecurityGroupRule, given)).toEqual(expected)
  })

  it.each<[string, ObjectValue, string[]]>([
    ['neither', {}, ['']],
    ['both', { subnet: ID, port: ID }, ['']],
    ['one that is not known', { subnet: UNKNOWN }, []],
    ['two of which one may turn out to be null', { subnet: UNKNOWN, port: UNKNOWN }, []],
    ['one, and another that is not known', { subnet: ID, port: UNKNOWN }, []],
  ])('is told of either one or the other: %s', (_what, given, expected) => {
    expect(told(CreateRouterInterface, { router: UNKNOWN, ...given })).toEqual(expected)
  })

  it('may leave its project to the provider', () => {
    const hints: Hints = { project: { fromProvider: true } }
    expect(told(CreateSecurityGroup, { name: 'a' }, hints)).toEqual([])
    expect(told(CreateSecurityGroup, { name: 'a' })).toEqual(['project'])
    expect(told(CreateSecurityGroup, { name: 'a', project: 'x' }, hints)).toEqual(['project'])
  })
})
