import { describe, expect, it } from '@jest/globals'
import { Testing } from 'cdktf'
import { makeStack } from '../fixture.ts'
import { NetworkResource, NetworksData, SubnetResource } from '../gen/index.ts'
import { Network, QuantumnetProvider } from '../index.ts'
import { quantumnetMatchers, type QuantumnetMatchers } from './index.ts'

declare module 'expect' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- jest's way to say which matchers there are
  interface Matchers<R extends void | Promise<void>> extends QuantumnetMatchers<R> {}
}

expect.extend(quantumnetMatchers({ terraform: 'no-such-terraform' }))

const made = () => {
  const stack = makeStack()
  const dhcp = { leaseTime: 600, staticRoutes: [{ destination: '192.168.0.0/16', nextHop: '10.0.0.9' }] }
  new Network(stack, 'net', { mtu: 1400, labels: { teamName: 'core' }, dhcp })
  new NetworksData(stack, 'all', { labelSelector: 'env=prod' })
  return stack
}

describe('a stack', () => {
  it('has resources and data sources', () => {
    const stack = made()
    expect(stack).toHaveResource(NetworkResource)
    expect(stack).not.toHaveResource(SubnetResource)
    expect(stack).toHaveDataSource(NetworksData)
    expect(stack.node.root).toHaveDataSourceWithProperties(NetworksData, { labelSelector: 'env=prod' })
  })

  it('has resources with these values, as they were configured', () => {
    const stack = made()
    expect(stack).toHaveResourceWithProperties(NetworkResource, { mtu: 1400, labels: { teamName: 'core' } })
    expect(stack).toHaveResourceWithProperties(NetworkResource, {
      name: expect.stringMatching(/^n/),
      dhcp: { staticRoutes: [{ nextHop: '10.0.0.9' }] },
    })
    expect(stack).toHaveResourceWithProperties(NetworkResource, { dhcp: expect.anything() })
    expect(stack).not.toHaveResourceWithProperties(NetworkResource, { mtu: 1401 })
    expect(stack).not.toHaveResourceWithProperties(NetworkResource, { labels: { team_name: 'core' } })
  })

  it('is shown when it has not what is expected', () => {
    expect(() => {
      expect(made()).toHaveResourceWithProperties(NetworkResource, { dhcp: { leaseTime: expect.any(String) } })
    }).toThrow(
      /^expected the stack to have quantumnet_network with \{"dhcp": \{"lease_time": Any<String>\}\}\. Of this kind it has \[\{"dhcp": \{"lease_time": 600,/,
    )
    expect(() => {
      expect(made()).toHaveResource(SubnetResource)
    }).toThrow('to have quantumnet_subnet. It has none of this kind.')
  })
})

describe('what is no answer is an error', () => {
  it('when there is no stack', () => {
    const app = Testing.app()
    expect(() => {
      expect(app).not.toHaveResource(NetworkResource)
    }).toThrow('neither a stack nor an app with stacks')
    expect(() => {
      expect('{}').not.toHaveResource(NetworkResource)
    }).toThrow('neither a stack nor an app with stacks')
  })

  it('when Terraform is not there', () => {
    expect(QuantumnetProvider.tfResourceType).toBe('quantumnet')
    expect(() => {
      expect(made()).not.toBeValidTerraform()
    }).toThrow(/^no-such-terraform was not run .* name its program by quantumnetMatchers\(\{ terraform \}\)$/)
  })
})
