import { describe, expect, it } from '@jest/globals'
import { Testing, TerraformStack, TerraformVariable, Token } from 'cdktf'
import { Construct } from 'constructs'
import { makeStack, resourcesOf } from './fixture.ts'
import { NetworksData } from './gen/networks-data.ts'
import * as qn from './index.ts'

/** Labels of everything below a construct. */

/** Resources of a stack with their labels. */
const labelsOf = (stack: TerraformStack): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(resourcesOf(stack)).map(([address, values]) => [address, (values as { labels?: unknown }).labels]),
  )

describe('labels of a scope', () => {
  it('are on everything below it that has labels, also on what comes later', () => {
    const stack = makeStack()
    new qn.Network(stack, 'before')
    qn.Labels.of(stack).add('env', 'prod').add('example.org/team', 'core')
    const net = new qn.Network(stack, 'after', { labels: { tier: 'web' } })
    new qn.Router(stack, 'edge').attach(net.addSubnet('vms', { cidr: '10.0.0.0/24' }))
    new NetworksData(stack, 'all')
    const both = { env: 'prod', 'example.org/team': 'core' }
    expect(labelsOf(stack)).toEqual({
      'network.before': both,
      'network.after': { ...both, tier: 'web' },
      'subnet.after_vms': both,
      'router.edge': both,
      'router_interface.edge_interface-stack--after--vms': both,
    })
  })

  it('are those that are said nearest, the resource’s own before all', () => {
    const stack = makeStack()
    const team = new Construct(stack, 'team')
    qn.Labels.of(team).add('env', 'test')
    qn.Labels.of(stack).add('env', 'prod').add('cost', '7')
    new qn.Network(team, 'a')
    new qn.Network(team, 'b', { labels: { env: 'own' } })
    new qn.Network(stack, 'c')
    const without = new qn.Network(team, 'd')
    qn.Labels.of(without).remove('env').remove('cost')
    expect(labelsOf(stack)).toEqual({
      'network.team_a': { env: 'test', cost: '7' },
      'network.team_b': { env: 'own', cost: '7' },
      'network.c': { env: 'prod', cost: '7' },
      'network.team_d': undefined,
    })
  })

  it('can be those of an app', () => {
    const app = Testing.app()
    qn.Labels.of(app).add('env', 'prod')
    const stack = new TerraformStack(app, 'stack')
    new qn.QuantumnetProvider(stack, 'quantumnet')
    new qn.Project(stack, 'p')
    expect(labelsOf(stack)).toEqual({ 'project.p': { env: 'prod' } })
  })

  it('go with what only Terraform knows, as a value and as the own labels', () => {
    const stack = makeStack()
    const variable = (name: string): TerraformVariable => new TerraformVariable(stack, name, {})
    qn.Labels.of(stack).add('env', variable('env').stringValue)
    new qn.Project(stack, 'p', { labels: Token.asStringMap(variable('labels').value) })
    expect(labelsOf(stack)).toEqual({ 'project.p': '${merge({"env" = var.env}, var.labels)}' })
  })

  it.each([
    ['bad key', 'x', 'TerraformStack "stack": label {"bad key":"x"}: bad key: key must be a label key such as "env"'],
    ['env', 'x'.repeat(64), 'env: must have at most 63 characters'],
  ])('are refused as the API refuses them: %s', (key, value, message) => {
    expect(() => qn.Labels.of(makeStack()).add(key, value)).toThrow(message)
  })
})
