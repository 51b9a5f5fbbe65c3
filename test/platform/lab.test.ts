import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { eventually, ovsVsctl, type Hypervisor, type Lab } from '@quantumnet/platform'
import { startLab, untilTunnelEndsKnown } from '../../platform/src/lab/lab.ts'
import { etcOf, inNamespace } from '../../platform/src/lab/netns.ts'
import { addNetworks } from '../../platform/src/lab/networks.ts'
import { ovnCentral, type Central } from '../../platform/src/ovn/central.ts'
import { SOUTHBOUND_LISTEN } from '../../platform/src/parts/agent.ts'
import { run as runCommand, tryRun } from '../../platform/src/process/run.ts'
import { describeWithLab, scratchRun } from './scratch.ts'

const PORTS = [
  { id: '0192aa00-0000-7000-8000-000000000001', mac: '0a:00:00:00:0a:11', address: '10.0.0.11' },
  { id: '0192aa00-0000-7000-8000-000000000002', mac: '0a:00:00:00:0a:12', address: '10.0.0.12' },
] as const

/** What the node agent says of its hypervisor in the product. */
const makeChassis = async (hypervisor: Hypervisor): Promise<void> => {
  const settings = {
    'system-id': hypervisor.name,
    'ovn-remote': `tcp:${SOUTHBOUND_LISTEN}`,
    'ovn-encap-type': 'geneve',
    'ovn-encap-ip': hypervisor.encapIp,
    'ovn-bridge-datapath-type': 'netdev',
    'ovn-bridge-mappings': 'ext:br-ex',
  }
  const pairs = Object.entries(settings).map(([key, value]) => `external_ids:${key}="${value}"`)
  await ovsVsctl(hypervisor, 'set', 'Open_vSwitch', '.', ...pairs)
}

const hostLinks = async (): Promise<string> => await runCommand(['ip', '-oneline', 'address'])

describeWithLab('the lab, on rows written by hand', () => {
  let scratch: Awaited<ReturnType<typeof scratchRun>>
  let central: Central
  let lab: Lab
  let before: string

  const nbctl = async (...args: string[]): Promise<string> =>
    (await runCommand(['ovn-nbctl', `--db=${central.nb}`, '--timeout=15', ...args])).trim()

  const addRows = async (): Promise<void> => {
    const options = {
      ...{ router: '10.0.0.1', server_id: '10.0.0.1', server_mac: '0a:00:00:00:00:01', dns_server: '10.0.0.2' },
      ...{ lease_time: '3600', mtu: '1442', domain_name: '"proj.internal"' },
    }
    const pairs = Object.entries(options).map(([key, value]) => `options:${key}=${JSON.stringify(value)}`)
    const dhcp = await nbctl('create', 'DHCP_Options', 'cidr=10.0.0.0/24', ...pairs)
    await nbctl('ls-add', 'net')
    for (const { id, mac, address } of PORTS) {
      await nbctl('lsp-add', 'net', id, '--', 'lsp-set-addresses', id, `${mac} ${address}`)
      await nbctl('lsp-set-dhcpv4-options', id, dhcp)
    }
    await nbctl('--wait=hv', 'sync')
  }

  beforeAll(async () => {
    before = await hostLinks()
    scratch = await scratchRun()
    const { run } = scratch
    const networks = await addNetworks(run.namespaces)
    central = ovnCentral({
      dataDir: join(run.dataDir, 'ovn'),
      logDir: run.logDir,
      enter: inNamespace(networks.central),
      southboundListen: SOUTHBOUND_LISTEN,
    })
    await Promise.all(
      central.parts.map(async (part) => {
        await run.supervisor.start(part)
      }),
    )
    lab = await startLab(run, networks)
    await Promise.all(lab.hypervisors.map(makeChassis))
    await untilTunnelEndsKnown(lab, run.supervisor.stopping)
    await addRows()
    for (const [index, { id, mac }] of PORTS.entries())
      await lab.vms.create({ id, name: `vm${String(index + 1)}`, node: `hv${String(index + 1)}`, mac, portId: id })
  }, 60_000)

  afterAll(async () => {
    await scratch.end()
    const { stdout } = await tryRun(['ip', 'netns', 'list'])
    expect(stdout).not.toContain(scratch.run.namespaces.nameOf(''))
    expect(await hostLinks()).toBe(before)
  }, 30_000)

  it('gives a VM what DHCP offers', async () => {
    expect(await lab.vms.lease(PORTS[0].id)).toEqual({
      address: '10.0.0.11/24',
      router: '10.0.0.1',
      dns: ['10.0.0.2'],
      domain: 'proj.internal',
      mtu: 1442,
      leaseSeconds: 3600,
      server: '10.0.0.1',
    })
    const inside = await lab.vms.exec(PORTS[0].id, [
      'sh',
      '-c',
      'cat /etc/resolv.conf; ip -4 -br address show eth0; ip route',
    ])
    expect(inside.stdout).toContain('search proj.internal\nnameserver 10.0.0.2\n')
    expect(inside.stdout).toContain('10.0.0.11/24')
    expect(inside.stdout).toContain('default via 10.0.0.1 dev eth0')
  })

  it('carries a ping between VMs on two hypervisors, and it goes through the Geneve tunnel', async () => {
    await lab.vms.lease(PORTS[1].id)
    const [hv1] = lab.hypervisors
    const tunnel = await ovsVsctl(hv1!, '--bare', '--columns=name', 'find', 'Interface', 'type=geneve')
    const bridge = join(dirname(hv1!.ovsdb.slice('unix:'.length)), 'br-int.mgmt')
    const sent = async (): Promise<number> => {
      const counters = await runCommand(['ovs-ofctl', 'dump-ports', `unix:${bridge}`, tunnel.trim()])
      return Number(/tx pkts=(\d+)/.exec(counters)?.[1])
    }
    const sentBefore = await sent()
    const ping = await lab.vms.exec(PORTS[0].id, ['ping', '-c', '5', '-i', '0.05', PORTS[1].address])
    expect(ping.stdout).toContain('5 packets transmitted, 5 received, 0% packet loss')
    // The switch adds what its cached flows have carried a moment later.
    await eventually(async () => ((await sent()) >= sentBefore + 5 ? true : undefined), {
      what: 'the tunnel has carried the five requests',
      timeoutMs: 5_000,
    })
  })

  it('carries TCP with full segments, so checksums and MTU are right', async () => {
    const lines = 20_000
    const serve = `const server = require('net').createServer((socket) => {
      socket.end('0123456789'.repeat(${String(lines)}))
      server.close()
    }).listen(7000)`
    const listening = lab.vms.exec(PORTS[1].id, ['timeout', '10', process.execPath, '-e', serve])
    const read = `let n = 0; require('net').connect(7000, '${PORTS[1].address}').on('data', (d) => { n += d.length }).on('end', () => console.log(n))`
    const received = await eventually(
      async () => {
        const { code, stdout } = await lab.vms.exec(PORTS[0].id, [process.execPath, '-e', read])
        return code === 0 ? Number(stdout) : undefined
      },
      { what: 'the other VM serves', timeoutMs: 8_000 },
    )
    expect(received).toBe(10 * lines)
    await listening
  }, 30_000)

  it('keeps the hypervisor itself out of reach of its VMs', async () => {
    const [hv1] = lab.hypervisors
    const ask = `ip route add ${hv1!.encapIp} dev eth0; ping -c 1 -W 1 ${hv1!.encapIp}; ip neighbour show ${hv1!.encapIp}`
    const { stdout } = await lab.vms.exec(PORTS[0].id, ['sh', '-c', ask])
    expect(stdout).toContain('0 received')
    expect(stdout).not.toContain('lladdr')
  })

  it('gets the same lease after a power cycle', async () => {
    const first = lab.vms.vms.find(({ id }) => id === PORTS[0].id)!
    await lab.vms.restart(PORTS[0].id)
    expect((await lab.vms.lease(PORTS[0].id)).address).toBe('10.0.0.11/24')
    const ids = await ovsVsctl(lab.hypervisors[0]!, 'get', 'Interface', first.tap, 'external_ids')
    expect(ids).toContain(`iface-id="${PORTS[0].id}"`)
    expect(ids).toContain(`attached-mac="${PORTS[0].mac}"`)
    expect(ids).toContain(`vm-id="${PORTS[0].id}"`)
  })

  it('plugs a VM in by its MAC alone, and then nothing names the port', async () => {
    const vm = await lab.vms.create({ id: 'by-mac', name: 'by-mac', node: 'hv2', mac: '0a:00:00:00:0a:99' })
    const ids = await ovsVsctl(lab.hypervisors[1]!, 'get', 'Interface', vm.tap, 'external_ids')
    expect(ids).toContain('attached-mac="0a:00:00:00:0a:99"')
    expect(ids).not.toContain('iface-id')
    await lab.vms.destroy('by-mac')
    expect(await ovsVsctl(lab.hypervisors[1]!, 'list-ports', 'br-int')).not.toContain(vm.tap)
    expect((await tryRun(['ip', 'netns', 'list'])).stdout).not.toContain(vm.namespace)
    expect(() => readFileSync(join(etcOf(vm.namespace), 'resolv.conf'))).toThrow('ENOENT')
  })

  it('carries packets again after the switch of a hypervisor was killed', async () => {
    scratch.run.supervisor.signal('hv1-vswitchd', 'SIGKILL')
    await eventually(
      async () => {
        const ping = await lab.vms.exec(PORTS[0].id, ['ping', '-c', '1', '-W', '1', PORTS[1].address])
        return ping.code === 0 && scratch.lines.length > 0 ? true : undefined
      },
      { what: 'the VMs reach each other again', timeoutMs: 20_000 },
    )
    expect(scratch.lines).toEqual(['hv1-vswitchd was ended by SIGKILL; starting it again in 0.1 s'])
  }, 30_000)
})
