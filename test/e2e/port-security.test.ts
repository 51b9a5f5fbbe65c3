import { beforeAll, expect, it } from '@jest/globals'
import {
  arp,
  BROADCAST,
  datagram,
  describeScenarios,
  dhcpOffer,
  echoRequest,
  expectGolden,
  expectTraffic,
  linkLocal,
  neighbourAdvertisement,
  routerAdvertisement,
  useScene,
  type Probe,
  type Tenant,
  type Vm,
} from './kit/index.ts'

/** Nobody has this one. */
const STRANGER = '02:66:66:66:66:66'
const SPARE = '10.0.0.99'
const SPARE_V6 = '2001:db8:1::99'

/** What a VM forges, beside the same thing in its own name: the one goes nowhere, the other arrives. */
describeScenarios('a secured port', () => {
  const scene = useScene()
  let tenant: Tenant
  let rogue: Vm
  let victim: Vm
  let neighbour: Vm

  beforeAll(async () => {
    tenant = await scene().tenant('guarded', { subnet: { gateway: null, dns_address: null } })
    const v6 = { cidr: '2001:db8:1::/64', ipv6_mode: 'dhcpv6-stateful', gateway: null, dns_address: null } as const
    await tenant.subnet(tenant.main, 'main-v6', v6)
    const vm = async (name: string, last: string, on: string): Promise<Vm> => {
      const ip = [`10.0.0.${last}`, `2001:db8:1::${last}`]
      return await tenant.vm(name, { ip, on, dhcp: false })
    }
    ;[rogue, victim, neighbour] = [
      await vm('rogue', '66', 'hv1'),
      await vm('victim', '10', 'hv2'),
      await vm('neighbour', '11', 'hv1'),
    ]
  }, 120_000)

  /** An honest frame arrives at every other VM that listens; the forged ones at none. */
  const separates = async (
    filter: string,
    { honest, forged }: { honest: string; forged: Readonly<Record<string, readonly [frame: string, filter?: string]>> },
    receivers: readonly Vm[] = [victim, neighbour],
  ): Promise<void> => {
    const probes = (what: string, frame: string, seen = filter): Probe[] =>
      receivers.map((seenBy) => rogue.frames(what, [frame], { seenBy, filter: seen }))
    const [first, ...rest] = probes('the honest one', honest)
    if (first === undefined) throw new Error('nobody listens')
    const blocked = Object.entries(forged).flatMap(([what, [frame, seen]]) => probes(what, frame, seen))
    await expectTraffic({ passes: [first, ...rest], blocked })
  }

  it('passes what is its own', async () => {
    await expectTraffic({
      passes: [rogue.ping(victim), rogue.ping(victim.ip6), rogue.ping(neighbour)],
    })
    await expectGolden(scene(), 'port-security', { of: [tenant] })
  })

  it('does not let out what comes from another MAC or IP address', async () => {
    const echo = (more: { from?: string; source?: string } = {}): string =>
      echoRequest({ ...{ from: rogue.mac, to: victim.mac, source: rogue.ip, destination: victim.ip }, ...more })
    await separates(
      `icmp and ether src ${rogue.mac} and src ${rogue.ip}`,
      {
        honest: echo(),
        forged: {
          "from nobody's MAC": [echo({ from: STRANGER }), `ether src ${STRANGER}`],
          "from a neighbour's MAC": [echo({ from: neighbour.mac }), `icmp and ether src ${neighbour.mac}`],
          "from nobody's address": [echo({ source: SPARE }), `src ${SPARE}`],
          "from a neighbour's address": [echo({ source: neighbour.ip }), `icmp and src ${neighbour.ip}`],
          'from outside of the network': [echo({ source: '198.51.100.1' }), 'src 198.51.100.1'],
        },
      },
      [victim],
    )
  })

  it('does not let out an ARP message that claims what is not its own', async () => {
    const claim = (senderIp: string, senderMac = rogue.mac): string =>
      arp({ from: rogue.mac, operation: 'reply', senderIp, senderMac, targetIp: senderIp })
    await separates(`arp and ether src ${rogue.mac}`, {
      honest: claim(rogue.ip),
      forged: {
        "of a neighbour's address": [claim('10.0.0.11'), `arp and arp[14:4] = 0x0a00000b`],
        "of nobody's address": [claim(SPARE), 'arp and arp[14:4] = 0x0a000063'],
        'of a MAC inside that is not the one outside': [claim(rogue.ip, STRANGER), 'arp and arp[8:4] = 0x02666666'],
      },
    })
  })

  it('does not let out IPv6 from another address, nor claim one', async () => {
    const claim = (claims: string, source: string): string =>
      neighbourAdvertisement({ from: rogue.mac, source, claims })
    const target = (ip: string): string => {
      const words = ip === SPARE_V6 ? '0x00000099' : '0x00000010'
      return `icmp6 and ip6[40] = 136 and ip6[60:4] = ${words}`
    }
    await separates(`icmp6 and ip6[40] = 136 and src ${rogue.ip6}`, {
      honest: claim(rogue.ip6, rogue.ip6),
      forged: {
        "an advertisement of a neighbour's address": [claim(victim.ip6, rogue.ip6), target(victim.ip6)],
        "an advertisement of nobody's address": [claim(SPARE_V6, rogue.ip6), target(SPARE_V6)],
        "an advertisement from a neighbour's address": [claim(victim.ip6, victim.ip6), `src ${victim.ip6}`],
      },
    })
  })

  it('is no DHCP server', async () => {
    const packet = { from: rogue.mac, to: BROADCAST, source: rogue.ip, destination: '255.255.255.255' }
    await separates(`udp and ether src ${rogue.mac} and not port 68`, {
      honest: datagram(packet, { from: 9_000, to: 9_000 }, 'a broadcast'),
      forged: {
        'an offer': [
          dhcpOffer({ from: rogue.mac, source: rogue.ip, client: victim.mac, offers: SPARE }),
          `udp src port 67 and ether src ${rogue.mac}`,
        ],
      },
    })
  })

  it('is no router', async () => {
    const source = linkLocal(rogue.mac)
    await separates(`icmp6 and ip6[40] = 136 and src ${source}`, {
      honest: neighbourAdvertisement({ from: rogue.mac, source, claims: source }),
      forged: {
        'a router advertisement': [
          routerAdvertisement({ from: rogue.mac, source, prefix: '2001:db8:66::' }),
          'icmp6 and ip6[40] = 134',
        ],
      },
    })
    await rogue.update({ security_groups: [], port_security: false })
    const advertisement = routerAdvertisement({ from: rogue.mac, source, prefix: '2001:db8:66::' })
    const seenBy = { seenBy: neighbour, filter: 'icmp6 and ip6[40] = 134' }
    await expectTraffic({ passes: [rogue.frames('an advertisement of an unsecured port', [advertisement], seenBy)] })
    const group = (await neighbour.refresh()).security_groups
    await rogue.update({ port_security: true, security_groups: group })
    await expectTraffic({
      passes: [rogue.ping(neighbour)],
      blocked: [rogue.frames('an advertisement of a port that is secured again', [advertisement], seenBy)],
    })
  })

  it('is no router either when ovn-controller starts anew, which removes all flows', async () => {
    const source = linkLocal(rogue.mac)
    const advertisement = routerAdvertisement({ from: rogue.mac, source, prefix: '2001:db8:66::' })
    await scene().platform.supervisor.restart(rogue.hypervisor.controllerPart)
    await expectTraffic({
      passes: [rogue.ping(neighbour), rogue.ping(victim)],
      blocked: [
        rogue.frames('an advertisement', [advertisement], { seenBy: victim, filter: 'icmp6 and ip6[40] = 134' }),
      ],
    })
  })

  it('with the MAC address of another tenant gets nothing of him', async () => {
    const thief = await scene().tenant('thief')
    const copy = await thief.vm('copy', { ip: '10.0.0.10', mac: victim.mac, on: 'hv2' })
    const stolen = await copy.capture(`not ether src ${copy.mac} and (icmp or arp)`)
    await expectTraffic({ passes: [neighbour.ping(victim), rogue.ping(victim)], blocked: [copy.ping(neighbour)] })
    expect(await stolen.stop()).toBe(0)
  })
})
