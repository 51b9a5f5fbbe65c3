import { describe, expect, it } from '@jest/globals'
import { summarizePing } from './measure.ts'
import { table } from './report.ts'
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
