import { beforeAll, expect, it } from '@jest/globals'
import type { PortId } from '@quantumnet/api'
import { v7 } from 'uuid'
import {
  datagram,
  describeScenarios,
  expectTraffic,
  securityGroup,
  useScene,
  type Tenant,
  type Vm,
} from './kit/index.ts'

/** From the first instant of a port's life nothing comes in that no rule allows. */
describeScenarios('default deny', () => {
  const scene = useScene()
  let red: Tenant
  let sender: Vm

  beforeAll(async () => {
    red = await scene().tenant('red')
    const open = await securityGroup(scene(), red, 'open', { rules: [{}] })
    sender = await red.vm('sender', { ip: '10.0.0.10', on: 'hv1', security_groups: [open.id] })
  }, 120_000)

  it.each([
    ['hv1', '10.0.0.50', '02:00:00:00:50:01'],
    ['hv2', '10.0.0.51', '02:00:00:00:51:02'],
  ])(
    'a flood towards the address of a port on %s: not one packet gets in before, while and after it is made',
    async (on, ip, mac) => {
      const id = v7() as PortId
      // The machine runs before there is a port, and takes whatever comes; the sender needs to ask nobody where the address is.
      const machine = await scene().machine({ id, mac, name: 'newborn', on })
      await machine.addAddress(`${ip}/24`)
      await sender.run('ip', 'neighbour', 'replace', ip, 'lladdr', mac, 'dev', 'eth0')
      const arriving = await machine.capture(`udp and src host ${sender.ip}`, { direction: 'in' })
      const flood = await sender.flood(ip, 4000, 1)
      const closed = await securityGroup(scene(), red, `closed-${on}`)
      await red.port('newborn', { id, mac, ip, security_groups: [closed.id] })
      const link = { from: sender.mac, to: mac, source: sender.ip, destination: ip }
      const datagrams = sender.frames('a datagram', [datagram(link, { from: 1, to: 4000 }, 'x')], {
        ...{ seenBy: machine, filter: 'udp port 4000 and udp src port 1' },
      })
      // It is there: it reaches others, and nobody reaches it.
      await expectTraffic({ passes: [machine.udp(sender, 4001)], blocked: [datagrams] })
      const { sent } = await flood.stop()
      expect(sent).toBeGreaterThan(0)
      expect(await arriving.stop()).toBe(0)
      // With a rule that opens it the same would have been seen.
      await closed.rules({ to: 'udp/4000' })
      await expectTraffic({ passes: [datagrams] })
    },
  )
})
