import { describe, expect, it } from '@jest/globals'
import type { Vm } from '../lab/vm.ts'
import { summarizePing } from './measure.ts'
import { describeUse, table } from './report.ts'
import { portsIn } from './terraform.ts'

describe('the report', () => {
  it('aligns columns, and leaves no blank at the end of a line', () => {
    expect(
      table([
        ['VM', 'node'],
        ['vm-with-a-name', 'hv1'],
        ['vm2', ''],
      ]),
    ).toEqual(['VM               node', 'vm-with-a-name   hv1', 'vm2'])
  })

  it('reads loss and times of a ping', () => {
    const printed = [
      '10 packets transmitted, 9 received, 10% packet loss, time 920ms',
      'rtt min/avg/max/mdev = 0.235/0.374/0.541/0.128 ms',
    ]
    expect(summarizePing(printed.join('\n'))).toBe(
      '9 of 10 answered, round trip 0.235 / 0.374 / 0.541 ms (min / mean / max)',
    )
  })

  it('tells a ping without answers, and one that did not run', () => {
    expect(summarizePing('10 packets transmitted, 0 received, 100% packet loss, time 9ms')).toBe('0 of 10 answered')
    expect(summarizePing('ping: connect: Network is unreachable\n')).toBe(
      'failed: ping: connect: Network is unreachable',
    )
  })
})

describe('how to go on', () => {
  const vm = (name: string): Vm => ({
    ...{ id: name, portId: name, mac: '02:00:00:00:00:01', name, node: 'hv1' },
    ...{ namespace: `qn-vm-${name}`, tap: 'tap1' },
  })
  const told = {
    ...{ endpoint: 'http://127.0.0.1:8080', dataDir: '/data', lab: { networks: { external: 'qn-external' } } },
    tokens: { admin: '/data/tokens/admin', node: '', feed: '' },
  }
  const workdir = { folder: '/data/tf', envFile: '/data/tf/env', env: {} }

  it('leads into the VMs of the quickstart, and to a machine outside', () => {
    const lines = describeUse(told, { workdir, vms: [vm('web1'), vm('web2')] })
    expect(lines).toContain('in web1   ip netns exec qn-vm-web1 ping -c 3 web2')
    expect(lines).toContain('outside   ip netns exec qn-external sh')
    expect(lines).toContain('destroy   . /data/tf/env && terraform -chdir=/data/tf destroy')
  })

  it('leads nowhere that there is nothing of', () => {
    const text = describeUse({ ...told, lab: undefined }, undefined).join('\n')
    expect(text).not.toMatch(/netns|terraform/)
  })
})

describe('the ports in a Terraform state', () => {
  const port = (name: string, rest: object): object => ({
    type: 'quantumnet_port',
    values: { id: `id-${name}`, name, ...rest },
  })

  it('are found among other resources, in the order of their names', () => {
    const resources = [
      port('vm2', { mac: '02:00:00:00:00:02', hostname: null, node: 'hv2' }),
      { type: 'quantumnet_network', values: { id: 'n' } },
      port('vm1', { mac: '02:00:00:00:00:01', hostname: 'web', node: null }),
    ]
    expect(portsIn(JSON.stringify({ values: { root_module: { resources } } }))).toEqual([
      { id: 'id-vm1', name: 'vm1', mac: '02:00:00:00:00:01', hostname: 'web', node: undefined },
      { id: 'id-vm2', name: 'vm2', mac: '02:00:00:00:00:02', hostname: undefined, node: 'hv2' },
    ])
  })

  it('are none in an empty state', () => {
    expect(portsIn('{"format_version":"1.0"}')).toEqual([])
  })
})
