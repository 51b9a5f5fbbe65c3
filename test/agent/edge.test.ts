import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { eventually } from '@quantumnet/platform'
import { corednsBinary } from '../dns/dns-lab.ts'
import { describeWithLab, scratchRun } from '../platform/scratch.ts'
import { edgeOf, zoneOf } from './edge-networks.ts'
import { EdgeRig } from './edge-rig.ts'

const coredns = await corednsBinary()
const suite = coredns === undefined ? describe.skip : describeWithLab

suite('node agent, DNS edge of VMs', () => {
  let rig: EdgeRig
  const zones = [
    zoneOf('a', 1, { vm1: '10.0.0.11', only: '10.0.0.21' }),
    zoneOf('b', 1, { vm1: '10.0.0.99' }),
    zoneOf('c', 1, { vm1: '10.0.0.77' }),
  ]
  const [a, b, c] = [edgeOf('a'), edgeOf('b'), edgeOf('c')]

  beforeAll(async () => {
    rig = await EdgeRig.open(await scratchRun(), coredns ?? '')
    for (const letter of ['a', 'b', 'c']) await rig.addNetwork(letter)
    rig.know({ zones, edges: [a, b] })
    rig.startAgent()
    await rig.addVm('a', 11)
    await rig.addVm('b', 11)
    await rig.untilAnswer('a11', 'vm1.internal', '10.0.0.11')
    await rig.untilAnswer('b11', 'vm1.internal', '10.0.0.99')
  }, 300_000)
  afterAll(async () => {
    await rig.close()
  }, 60_000)

  const untilLogged = async (text: string): Promise<void> => {
    await eventually(() => (rig.log.includes(text) ? true : undefined), {
      what: `"${text}" is logged`,
      timeoutMs: 10_000,
    })
  }
  /** The agent has looked at everything once more, since something in Open vSwitch changed. */
  const lookAgain = async (): Promise<void> => {
    await rig.vsctl('set', 'Open_vSwitch', '.', `external_ids:test=${String(performance.now())}`)
  }

  it.each(['+notcp', '+tcp'])(
    'answers each of two networks with equal addresses from its own zone, at equal addresses and ports (dig %s)',
    async (transport) => {
      const ask = async (vm: string, name: string): Promise<unknown> =>
        await rig.ask(vm, name, transport, '-b', '10.0.0.11#5353')
      expect(await Promise.all([ask('a11', 'vm1.internal'), ask('b11', 'vm1.internal')])).toEqual([
        { status: 'NOERROR', data: ['10.0.0.11'] },
        { status: 'NOERROR', data: ['10.0.0.99'] },
      ])
    },
  )

  it('tells the hypervisor its health and metrics', async () => {
    expect(await rig.hypervisorReads('http://169.254.65.2:8080/health')).toBe('OK')
    expect(await rig.hypervisorReads('http://169.254.65.2:8181/ready')).toBe('OK')
    expect(await rig.hypervisorReads('http://169.254.65.2:9153/metrics')).toContain('coredns_dns_requests_total')
  })

  it("knows a project's own names only", async () => {
    expect(await rig.ask('a11', 'only.proj-a.internal')).toEqual({ status: 'NOERROR', data: ['10.0.0.21'] })
    for (const name of ['only.proj-a.internal', 'only.internal']) {
      // The zone that says so comes by itself; without it the edge answers SERVFAIL.
      const answer = async (): Promise<object | undefined> => {
        const said = await rig.ask('b11', name)
        return said.status === 'SERVFAIL' ? undefined : said
      }
      const said = await eventually(answer, { what: `an answer for ${name}`, timeoutMs: 20_000 })
      expect(said).toEqual({ status: 'NXDOMAIN', data: [] })
    }
  })

  it('shows a changed name, and that one is gone, long before its copy would be looked at again', async () => {
    const started = performance.now()
    rig.know({ zones: [zoneOf('a', 2, { vm1: '10.0.0.12', only: '10.0.0.21' }), ...zones.slice(1)] })
    await rig.untilAnswer('a11', 'vm1.internal', '10.0.0.12')
    rig.know({ zones: [zoneOf('a', 3, { vm1: '10.0.0.11', only: '10.0.0.21' }), ...zones.slice(1)] })
    await rig.untilAnswer('a11', 'vm1.internal', '10.0.0.11')
    // Each would take up to ten seconds by refresh.
    expect(performance.now() - started).toBeLessThan(9_000)
  })

  it.each([
    ["another network's address", '169.254.64.2', '53'],
    ["its own network's address, untranslated", '169.254.64.1', '53'],
    ["CoreDNS's probes", '169.254.65.2', '8181'],
    ["the hypervisor's networks, by way of the edge", '172.30.0.100', '5354'],
    ['the hypervisor itself, by way of the edge', '169.254.65.1', '53'],
  ])('lets a VM not reach %s, although it knows the MAC address', async (_, address, port) => {
    await rig.inVm('a11', 'ip', 'route', 'replace', `${address}/32`, 'dev', 'eth0')
    await rig.inVm('a11', 'ip', 'neigh', 'replace', address, 'lladdr', a.mac, 'dev', 'eth0', 'nud', 'permanent')
    await expect(rig.ask('a11', 'vm1.internal', `@${address}`, '-p', port)).rejects.toThrow(
      /timed out|no servers could be reached/,
    )
    expect(await rig.ask('a11', 'vm1.internal')).toEqual({ status: 'NOERROR', data: ['10.0.0.11'] })
  })

  it('lets a VM not ask as another network, whose VM of the same address would get the answer', async () => {
    const script =
      "const s = require('node:dgram').createSocket('udp4'); s.on('message', () => { process.stdout.write('answered'); process.exit() });" +
      "s.bind(5353, '10.0.0.11'); setTimeout(() => process.exit(), 2500)"
    const victim = rig.inVm('b11', process.execPath, '-e', script)
    await eventually(async () => ((await rig.inVm('b11', 'ss', '-Hlun')).includes(':5353') ? true : undefined), {
      what: 'the other VM listens',
      timeoutMs: 2_000,
    })
    await rig.inVm('a11', 'ip', 'route', 'replace', '169.254.64.2/32', 'dev', 'eth0')
    await rig.inVm('a11', 'ip', 'neigh', 'replace', '169.254.64.2', 'lladdr', a.mac, 'dev', 'eth0', 'nud', 'permanent')
    await rig.ask('a11', 'vm1.internal', '@169.254.64.2', '-b', '10.0.0.11#5353').catch(() => undefined)
    expect(await victim).toBe('')
  })

  it('makes the hypervisor forward for the edge, and for nobody else', async () => {
    const read = async (setting: string): Promise<string> => await rig.onHost('cat', `/proc/sys/net/ipv4/${setting}`)
    const device = /dev (\S+)/.exec(await rig.onHost('ip', 'route', 'get', '172.30.0.100'))?.[1] ?? ''
    const on = await rig.forwardingDevices()
    expect([await read('ip_forward'), on.sort()]).toEqual(['0\n', ['qn-edge', device].sort()])
    const chain = async (): Promise<string[]> =>
      (await rig.onHost('nft', 'list', 'chain', 'inet', 'quantumnet_uplink', 'forward_edge'))
        .split('\n')
        .map((line) => line.trim())
    const rules = [
      'table inet quantumnet_uplink {',
      'chain forward_edge {',
      'type filter hook forward priority filter; policy accept;',
      'iifname "qn-edge" ip saddr 169.254.65.2 ip daddr 172.30.0.100 meta l4proto { tcp, udp } th dport 5354 accept',
      'iifname "qn-edge" drop',
      'oifname "qn-edge" ct state established,related accept',
      'oifname "qn-edge" drop',
      `meta nfproto ipv4 iifname "${device}" oifname != "${device}" drop`,
      '}',
      '}',
      '',
    ]
    expect(await chain()).toEqual(rules)
    // As a firewall that is loaded anew does. The host is not to become a router by it.
    await rig.onHost('nft', 'flush', 'ruleset')
    await lookAgain()
    await eventually(async () => ((await chain()).length > 1 ? true : undefined), {
      what: 'the rules are there again',
      timeoutMs: 10_000,
    })
    expect([await chain(), await read('ip_forward')]).toEqual([rules, '0\n'])
  })

  it('goes on without the agent, and the next agent changes nothing', async () => {
    const before = rig.corednsPid
    rig.agent?.kill('SIGKILL')
    await rig.agent?.exited
    expect((await rig.ask('a11', 'vm1.internal')).data).toEqual(['10.0.0.11'])
    rig.forgetLog()
    rig.startAgent()
    await untilLogged('took over the running CoreDNS')
    await lookAgain()
    expect(rig.corednsPid).toBe(before)
    expect(rig.log).not.toContain('changing the DNS edge')
    expect(await rig.agent?.stop()).toBe(0)
    expect((await rig.ask('a11', 'vm1.internal')).data).toEqual(['10.0.0.11'])
    rig.startAgent()
  }, 30_000)

  it('never has two CoreDNS answer, whatever became of the record of the first', async () => {
    const before = rig.corednsPid
    rig.agent?.kill('SIGKILL')
    await rig.agent?.exited
    rig.loseCorednsRecord()
    rig.startAgent()
    await untilLogged('ended a CoreDNS that was not on record')
    await rig.untilAnswer('a11', 'vm1.internal', '10.0.0.11')
    expect(rig.corednsPid).not.toBe(before)
    // One socket for each network.
    expect((await rig.inEdge('ss', '-Hlun', 'src 169.254.64.1')).trim().split('\n')).toHaveLength(1)
  }, 30_000)

  it('is whole again after ovs-vswitchd was killed', async () => {
    await rig.killSwitch()
    await rig.untilAnswer('a11', 'vm1.internal', '10.0.0.11')
    await rig.untilAnswer('b11', 'vm1.internal', '10.0.0.99')
  }, 40_000)

  it('is whole again after CoreDNS was killed', async () => {
    const before = rig.corednsPid
    process.kill(before, 'SIGKILL')
    await rig.untilAnswer('a11', 'vm1.internal', '10.0.0.11')
    expect(rig.corednsPid).not.toBe(before)
  }, 30_000)

  it('is whole again after a device was taken away, and after the namespace was', async () => {
    await rig.inEdge('ip', 'link', 'delete', 'qn-dns1')
    await lookAgain()
    await rig.untilAnswer('a11', 'vm1.internal', '10.0.0.11')
    // What runs in it answers on, until the agent has made another one.
    const before = rig.corednsPid
    await rig.removeEdgeNamespace()
    await lookAgain()
    await eventually(() => (rig.corednsPid === before ? undefined : true), {
      what: 'there is another CoreDNS',
      timeoutMs: 10_000,
    })
    await rig.untilAnswer('a11', 'vm1.internal', '10.0.0.11')
    await rig.untilAnswer('b11', 'vm1.internal', '10.0.0.99')
  }, 60_000)

  it('is built from what was kept, by an agent that starts while the server is away', async () => {
    await rig.serverGoes()
    expect(await rig.agent?.stop()).toBe(0)
    process.kill(rig.corednsPid, 'SIGKILL')
    await rig.removeEdgeNamespace()
    rig.startAgent()
    await rig.untilAnswer('a11', 'vm1.internal', '10.0.0.11')
    await rig.untilAnswer('b11', 'vm1.internal', '10.0.0.99')
    await rig.serverComes()
  }, 60_000)

  it('serves old networks on while no primary answers, and a new one as soon as one does', async () => {
    await rig.addVm('c', 11)
    const before = rig.corednsPid
    await rig.dnsGoes()
    rig.know({ edges: [a, b, c] })
    await untilLogged('CoreDNS keeps its configuration until a primary answers')
    expect((await rig.ask('a11', 'vm1.internal')).data).toEqual(['10.0.0.11'])
    expect((await rig.ask('b11', 'vm1.internal', '+tcp')).data).toEqual(['10.0.0.99'])
    await rig.dnsComes()
    await rig.untilAnswer('c11', 'vm1.internal', '10.0.0.77')
    await rig.untilAnswer('a11', 'vm1.internal', '10.0.0.11')
    expect(rig.corednsPid).toBe(before)
  }, 60_000)

  it('removes the edge of a network that went away, and touches no other', async () => {
    rig.know({ edges: [a, c] })
    await eventually(async () => ((await rig.vsctl('list-ports', 'br-int')).includes('qn-dns2') ? undefined : true), {
      what: 'the port is removed',
      timeoutMs: 10_000,
    })
    const left = async (): Promise<string> =>
      (await rig.inEdge('ip', '-br', 'address', 'show')) +
      (await rig.inEdge('ip', 'rule', 'show')) +
      (await rig.inEdge('nft', 'list', 'ruleset'))
    await eventually(async () => (/169\.254\.64\.2\b|qn-dns2/.test(await left()) ? undefined : true), {
      what: 'nothing of it is left',
      timeoutMs: 10_000,
    })
    await expect(rig.ask('b11', 'vm1.internal')).rejects.toThrow(/timed out|no servers could be reached/)
    await rig.untilAnswer('a11', 'vm1.internal', '10.0.0.11')
    await rig.untilAnswer('c11', 'vm1.internal', '10.0.0.77')
  }, 30_000)

  it('answers a network that got the number of another one never with the names of that one', async () => {
    await rig.dnsGoes()
    // CoreDNS goes on with what it has, and there number 1 is the first network.
    rig.know({ edges: [c] })
    await eventually(async () => ((await rig.vsctl('list-ports', 'br-int')).includes('qn-dns1') ? undefined : true), {
      what: 'the number is free',
      timeoutMs: 10_000,
    })
    rig.know({ edges: [b, c] })
    await eventually(
      async () => ((await rig.inEdge('ip', 'link', 'show', 'qn-dns1')).includes(b.mac) ? true : undefined),
      {
        what: 'another network has the number',
        timeoutMs: 10_000,
      },
    )
    await lookAgain()
    for (const name of ['vm1.internal', 'vm1.proj-a.internal', 'only.internal'])
      await expect(rig.ask('b11', name)).rejects.toThrow(/timed out|no servers could be reached/)
    expect((await rig.ask('c11', 'vm1.internal')).data).toEqual(['10.0.0.77'])
    await rig.dnsComes()
    await rig.untilAnswer('b11', 'vm1.internal', '10.0.0.99')
  }, 30_000)

  it('repeats a reload that CoreDNS could not do', async () => {
    const before = rig.corednsPid
    const files = async (most: string): Promise<void> => {
      await rig.onHost('prlimit', `--pid=${String(before)}`, `--nofile=${most}:`)
    }
    await files('1')
    rig.know({ edges: [a, b, c] })
    await untilLogged('CoreDNS has not loaded its configuration')
    await files('1024')
    await rig.untilAnswer('a11', 'vm1.internal', '10.0.0.11')
    await rig.untilAnswer('b11', 'vm1.internal', '10.0.0.99')
    expect(rig.corednsPid).toBe(before)
  }, 30_000)
})
