import { spawn, type ChildProcess } from 'node:child_process'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Port } from '@quantumnet/api'
import { run, startOvsdb, type OvsdbServer } from '../harness/ovsdb.ts'
import { applied, createPorts, createWorld, Databases, Rig, until, type World } from './rig.ts'

/** What OVN itself makes of our rows: ovn-northd compiles them, and ovn-trace follows packets through the result. */

const databases = new Databases()
let rig: Rig
let southbound: OvsdbServer
let northd: ChildProcess
let world: World
/** vm1 and vm2 share a group; `alone` is in a group of its own; `none` is in no group; `open` has no port security; `bare` has no address. */
let vm: Record<'vm1' | 'vm2' | 'alone' | 'none' | 'open' | 'bare', Port>

beforeAll(async () => {
  await databases.start()
  rig = await Rig.start(databases)
  southbound = await startOvsdb({
    schema: '/usr/share/ovn/ovn-sb.ovsschema',
    database: 'OVN_Southbound',
    clustered: true,
  })
  northd = spawn(
    'ovn-northd',
    [
      `--ovnnb-db=${rig.nb.remote}`,
      `--ovnsb-db=${southbound.remote}`,
      `--unixctl=${southbound.folder}/northd.ctl`,
      '--log-file=/dev/null',
    ],
    { stdio: 'ignore' },
  )
  const server = await rig.server()
  world = await createWorld(server, 2)
  const more = await createPorts(server, world.network, [{}, {}, { port_security: false }, { fixed_ips: [] }])
  const [vm1, vm2] = world.ports
  const [alone, none, open, bare] = more
  vm = { vm1: vm1!, vm2: vm2!, alone: alone!, none: none!, open: open!, bare: bare! }
  await moveToGroups()
  await applied(server, [...world.ports, ...more])
  await until('no key waits', async () => ((await server.drift()).missing === 0 ? true : undefined))
  await rig.nbctl('--wait=sb', 'sync')
}, 60_000)

afterAll(async () => {
  northd.kill('SIGTERM')
  await once(northd, 'exit')
  await rig.close()
  await southbound.remove()
  await databases.stop()
})

/** Groups have no API of their own yet: their rows are made as a command would. */
const moveToGroups = async (): Promise<void> => {
  const group = randomUUID()
  await rig.sql(
    `insert into security_group (id, project_id, name, default_egress) values ($1, $2, 'alone', 'allow')`,
    group,
    world.project.id,
  )
  await rig.sql(
    `insert into security_group_rule (id, group_id, direction, ethertype, protocol, port_min, port_max, remote_cidr)
     values (gen_random_uuid(), $1, 'ingress', 'ipv4', 6, 80, 443, '10.0.0.0/16')`,
    group,
  )
  await rig.sql('update port_security_group set group_id = $1 where port_id = $2', group, vm.alone.id)
  await rig.sql('delete from port_security_group where port_id = $1', vm.none.id)
  await rig.sql(
    `insert into dirty (kind, id) select 'port', unnest($1::uuid[])
     union all select 'security_group', id from security_group`,
    [vm.alone.id, vm.none.id],
  )
}

const command = promisify(execFile)

/** What ovn-trace says that happens to a packet; on stderr, what it says of flows that it cannot read. */
const follow = async (from: Port, fields: string): Promise<{ stdout: string; stderr: string }> => {
  const packet = `inport == "${from.id}" && eth.src == ${from.mac} && ${fields}`
  const args = [
    `--db=${southbound.remote}`,
    '--no-leader-only',
    '--no-friendly-names',
    '--ct=new',
    '--ct=new',
    '--minimal',
  ]
  return await command('ovn-trace', [...args, `ls-${world.network.id}`, packet])
}

const complaints = async (): Promise<string> => (await follow(vm.vm1, ping(vm.vm1, vm.vm2))).stderr

/** Names of the logical ports where a packet comes out. */
const trace = async (from: Port, fields: string): Promise<readonly string[]> =>
  [...(await follow(from, fields)).stdout.matchAll(/output\("([^"]+)"\)/g)].map(([, port]) => port ?? '')

const ip = (port: Port): string => port.fixed_ips[0]!.ip
const toPort = (from: Port, to: Port): string =>
  `eth.dst == ${to.mac} && ip4.src == ${ip(from)} && ip4.dst == ${ip(to)} && ip.ttl == 64`
const ping = (from: Port, to: Port): string => `${toPort(from, to)} && icmp4.type == 8`
const tcp = (from: Port, to: Port, port: number): string => `${toPort(from, to)} && tcp.dst == ${String(port)}`
const outside = (from: Port): string =>
  `eth.dst == ${STRANGER} && ip4.src == ${ip(from)} && ip4.dst == 192.0.2.1 && ip.ttl == 64 && icmp4.type == 8`
const STRANGER = '02:00:00:00:00:99'
const broadcast = 'eth.dst == ff:ff:ff:ff:ff:ff'

describe('our matches', () => {
  it('can all be read by OVN', async () => {
    const matches = [...rig.observer.rows('ACL').values()].map((row) => row['match'] as string)
    expect(matches).toHaveLength(16)
    const args = [`--db=${southbound.remote}`, '--no-leader-only', '--bare', '--columns=match']
    const flows = await run('ovn-sbctl', ...args, 'list', 'Logical_Flow')
    for (const match of matches) expect(flows).toContain(match)
    expect(await complaints()).toBe('')
  })

  it('would be complained about otherwise', async () => {
    await rig.nbctl('ls-add', 'theirs', '--', 'acl-add', 'theirs', 'to-lport', '5', 'ip4.src == $nobody', 'drop')
    await rig.nbctl('--wait=sb', 'sync')
    expect(await complaints()).toContain('$nobody')
    await rig.nbctl('--wait=sb', 'ls-del', 'theirs')
  })
})

describe('a packet', () => {
  it.each<[string, () => [Port, string], () => readonly string[]]>([
    ['ping in the same group', () => [vm.vm1, ping(vm.vm1, vm.vm2)], () => [vm.vm2.id]],
    ['ping to a port of another group', () => [vm.vm1, ping(vm.vm1, vm.alone)], () => []],
    ['ping from a port of another group', () => [vm.alone, ping(vm.alone, vm.vm1)], () => []],
    ['TCP that a rule allows', () => [vm.vm1, tcp(vm.vm1, vm.alone, 80)], () => [vm.alone.id]],
    ['TCP beside the range of that rule', () => [vm.vm1, tcp(vm.vm1, vm.alone, 79)], () => []],
    ['TCP to a port that no rule of that group opens', () => [vm.alone, tcp(vm.alone, vm.vm1, 80)], () => []],
    ['ping from a port without any group', () => [vm.none, ping(vm.none, vm.vm1)], () => []],
    ['ping to a port without any group', () => [vm.vm1, ping(vm.vm1, vm.none)], () => []],
    ['ping to a port without security', () => [vm.vm1, ping(vm.vm1, vm.open)], () => [vm.open.id]],
    ['ping from a port without security', () => [vm.open, ping(vm.open, vm.vm1)], () => []],
    ['a packet of a port without any group to the outside', () => [vm.none, outside(vm.none)], () => []],
  ])('%s', async (_, packet, expected) => {
    expect(await trace(...packet())).toEqual(expected())
  })

  const who = ['vm1', 'alone', 'none', 'open'] as const

  it.each(who)('ARP is answered for %s', async (name) => {
    const from = vm[name]
    const asked = `${broadcast} && arp.op == 1 && arp.sha == ${from.mac} && arp.spa == ${ip(from)} && arp.tpa == ${ip(vm.vm2)}`
    expect(await trace(from, asked)).toEqual([from.id])
  })

  it.each(who)('DHCP is answered for %s', async (name) => {
    const from = vm[name]
    const discover = `${broadcast} && ip4.src == 0.0.0.0 && ip4.dst == 255.255.255.255 && ip.ttl == 64 && udp.src == 68 && udp.dst == 67`
    expect(await trace(from, discover)).toEqual([from.id])
  })

  // ovn-controller writes the address of the answer, which ovn-trace does not: it is followed to the answer, not back.
  it.each(who)('DHCP is renewed for %s', async (name) => {
    const from = vm[name]
    const server = world.subnet.dns_address ?? ''
    const renewal = `eth.dst == ${STRANGER} && ip4.src == ${ip(from)} && ip4.dst == ${server} && ip.ttl == 64 && udp.src == 68 && udp.dst == 67`
    expect((await follow(from, renewal)).stdout).toContain(`put_dhcp_opts(offerip = ${ip(from)}`)
  })

  it.each(who)('names are asked of the DNS edge by %s', async (name) => {
    const from = vm[name]
    const [edge] = [...rig.observer.rows('Logical_Switch_Port').values()].filter((row) => row['type'] === 'localport')
    const [mac = ''] = ((edge?.['addresses'] as readonly string[])[0] ?? '').split(' ')
    const dns = world.subnet.dns_address ?? ''
    for (const l4 of ['udp', 'tcp'])
      expect(
        await trace(
          from,
          `eth.dst == ${mac} && ip4.src == ${ip(from)} && ip4.dst == ${dns} && ip.ttl == 64 && ${l4}.dst == 53`,
        ),
      ).toEqual([`dns-${world.subnet.id}`])
  })

  it.each<[string, () => [Port, string], () => readonly string[]]>([
    ['the address of another port', () => [vm.vm1, `${toPort(vm.vm2, vm.vm2)} && icmp4.type == 8`], () => []],
    [
      'an IPv6 address',
      () => [vm.vm1, `eth.dst == ${vm.vm2.mac} && ip6.src == fe80::1 && icmp6.type == 128 && ip.ttl == 64`],
      () => [],
    ],
    [
      'any address, from a port that has none',
      () => [
        vm.bare,
        `eth.dst == ${vm.vm2.mac} && ip4.src == 10.0.9.9 && ip4.dst == ${ip(vm.vm2)} && ip.ttl == 64 && icmp4.type == 8`,
      ],
      () => [],
    ],
    [
      'any ARP, from a port that has none',
      () => [
        vm.bare,
        `${broadcast} && arp.op == 1 && arp.sha == ${vm.bare.mac} && arp.spa == 10.0.9.9 && arp.tpa == ${ip(vm.vm2)}`,
      ],
      () => [],
    ],
    [
      'any address, from a port without security',
      () => [
        vm.open,
        `eth.dst == ${vm.alone.mac} && ip4.src == 10.0.9.9 && ip4.dst == ${ip(vm.alone)} && ip.ttl == 64 && tcp.dst == 80`,
      ],
      () => [vm.alone.id],
    ],
  ])('with %s', async (_, packet, expected) => {
    expect(await trace(...packet())).toEqual(expected())
  })

  it('that is neither DNS nor allowed does not reach the DNS edge from a port without any group', async () => {
    const dns = world.subnet.dns_address ?? ''
    expect(
      await trace(
        vm.none,
        `eth.dst == ff:ff:ff:ff:ff:ff && ip4.src == ${ip(vm.none)} && ip4.dst == ${dns} && ip.ttl == 64 && tcp.dst == 22`,
      ),
    ).toEqual([])
  })
})
