import { expect, it } from '@jest/globals'
import { provider } from '@quantumnet/provider'
import { accessCases } from './access.ts'
import { balancingCases } from './balancing.ts'
import { coreCases } from './core.ts'
import { namingCases } from './naming.ts'
import { routingCases } from './routing.ts'
import { securityCases } from './security.ts'

/** Those that are no kind of the API; together.test.ts tries them. */
const OWN = ['floating_ip_association', 'security_group_rules_exclusive']

it('every resource of the provider has cases', () => {
  const cases = [accessCases, balancingCases, coreCases, namingCases, routingCases, securityCases].flat()
  const tried = new Set([...cases.map(({ kind }) => kind), ...OWN])
  expect([...tried].sort()).toEqual(
    Object.keys(provider.resources)
      .map((type) => type.replace('quantumnet_', ''))
      .sort(),
  )
})
