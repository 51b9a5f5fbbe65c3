import { describe, expect, it } from '@jest/globals'
import { provider } from '@quantumnet/provider'
import { Testing } from 'cdktf'
import * as bindings from '../gen/index.ts'
import { makeStack, resourcesOf } from '../fixture.ts'

const ID = '01890a5d-ac96-774b-bcce-b302099a8057'

describe('bindings', () => {
  it('are there for every resource and data source of the provider, and for no other', () => {
    const bound = (suffix: string): string[] =>
      Object.entries(bindings)
        .filter(([name]) => name.endsWith(suffix))
        .flatMap(([, binding]) => ('tfResourceType' in binding ? [binding.tfResourceType] : []))
        .sort()
    expect(bound('Resource')).toEqual(Object.keys(provider.resources).sort())
    expect(bound('Data')).toEqual(Object.keys(provider.dataSources ?? {}).sort())
  })

  it('refer to what is nested in a state', () => {
    const stack = makeStack()
    const all = new bindings.NetworksData(stack, 'all', { labelSelector: 'env=prod' })
    const port = new bindings.PortResource(stack, 'port', { network: all.networks.get(0).id, node: 'hv1' })
    new bindings.AddressGroupResource(stack, 'hosts', {
      ...{ name: port.nodeAttribute, cidrs: [`${port.fixedIps.get(0).ip}/32`], dependsOn: [port] },
      labels: { boundTo: port.binding.nodeAttribute, mtu: String(all.networks.get(1).mtu) },
    })
    expect(resourcesOf(stack)).toEqual({
      'port.port': { network: '${data.quantumnet_networks.all.networks[0].id}', node: 'hv1' },
      'address_group.hosts': {
        name: '${quantumnet_port.port.node}',
        cidrs: ['${quantumnet_port.port.fixed_ips[0].ip}/32'],
        depends_on: ['quantumnet_port.port'],
        labels: {
          boundTo: '${quantumnet_port.port.binding.node}',
          mtu: '${data.quantumnet_networks.all.networks[1].mtu}',
        },
      },
    })
  })

  it('are of one provider or another by its alias, and keys of labels stay as they are', () => {
    const stack = makeStack()
    const west = new bindings.QuantumnetProvider(stack, 'west', { alias: 'west', defaultLabels: { madeBy: 'app' } })
    new bindings.NetworkResource(stack, 'net', { name: 'net', provider: west, lifecycle: { preventDestroy: true } })
    expect(resourcesOf(stack)).toEqual({
      'network.net': { name: 'net', provider: 'quantumnet.west', lifecycle: { prevent_destroy: true } },
    })
    const synthesised = JSON.parse(Testing.synth(stack)) as Record<string, unknown>
    expect(synthesised['terraform']).toMatchObject({
      required_providers: { quantumnet: { source: 'quantumnet/quantumnet', version: `~> ${provider.version}` } },
    })
    expect(synthesised['provider']).toEqual({ quantumnet: [{}, { alias: 'west', default_labels: { madeBy: 'app' } }] })
  })

  it('are not written as HCL, and say so', () => {
    const stack = makeStack()
    new bindings.ProjectResource(stack, 'p', { name: ID })
    expect(() => {
      Testing.synthHcl(stack)
    }).toThrow('leave out --hcl')
  })
})
