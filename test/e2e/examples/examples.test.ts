import { Resolver } from 'node:dns/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { routes } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { spread } from '../balancing/balancer.ts'
import { describeScenarios, expectTraffic, useScene, type Vm } from '../kit/index.ts'
import { Outside } from '../routing/outside.ts'
import { startTerraform, type Terraform } from './terraform.ts'
import { bootVms } from './vms.ts'

/** The examples with packets: apps of CDKTF, applied by Terraform, with VMs on their ports. What should pass passes, the rest does not. */
describeScenarios('the examples', () => {
  const scene = useScene()
  let terraform: Terraform
  let outside: Outside
  /** Of a project and an external network, which two of the examples are given. */
  let given: (project: string) => Readonly<Record<string, string>>

  beforeAll(async () => {
    terraform = await startTerraform(scene())
    const tenants = [await scene().tenant('store', false), await scene().tenant('research', false)]
    outside = await Outside.open(scene(), tenants)
    given = (project) => ({
      project: tenants.find(({ name }) => name === project)?.project.id ?? '',
      external_network: outside.network.id,
    })
  }, 60_000)
  afterAll(async () => {
    await terraform.end()
  })

  describe('three-tier', () => {
    let address: string
    let vm: (name: string) => Vm

    /** The probes find that both webs serve both ports. */
    const untilServed = async (): Promise<void> => {
      const served = async (): Promise<true | undefined> => {
        const { items } = await scene().client.call(routes.loadBalancerMembers.list, {})
        return items.length === 4 && items.every(({ health }) => health === 'healthy') ? true : undefined
      }
      await eventually(served, { what: 'all members are found healthy', timeoutMs: 60_000 })
    }

    /** Somebody outside who sends what is meant for the tiers to the router: what comes in then is for the security groups to say. */
    const knowTheWayIn = async (): Promise<void> => {
      const { items } = await scene().client.call(routes.routers.list, { query: { name: 'shop' } })
      const router = items[0]?.external_gateway?.fixed_ips[0]?.ip ?? ''
      await outside.run('ip', 'route', 'replace', '10.0.0.0/22', 'via', router)
    }

    beforeAll(async () => {
      const outputs = await terraform.apply('three-tier', given('store'))
      address = String(outputs['address'])
      vm = await bootVms(scene(), 'store')
      for (const web of ['web1', 'web2']) for (const port of [80, 443]) await vm(web).serve(port)
      await knowTheWayIn()
      await untilServed()
    }, 240_000)

    it('is reached from outside at its public ports, and at nothing else', async () => {
      await expectTraffic({
        passes: [outside.tcp(address, 80), outside.tcp(address, 443)],
        blocked: [
          ...[22, 5432, 8080].map((port) => outside.tcp(address, port)),
          ...[outside.tcp(vm('web1'), 22), outside.tcp(vm('web2'), 8080)],
          ...[outside.tcp(vm('app1'), 8080), outside.tcp(vm('app2'), 80), outside.tcp(vm('app1'), 22)],
          ...[outside.tcp(vm('db1'), 5432), outside.tcp(vm('db1'), 22)],
          ...[outside.ping(vm('web1')), outside.ping(vm('app1')), outside.ping(vm('db1'))],
        ],
      })
      // What was blocked at the tiers had come as far as a gateway.
      const sent = `tcp dst port 8080 and dst host ${vm('app1').ip}`
      const captures = await Promise.all(
        ['hv1', 'hv2'].map(async (node) => await scene().captureAt(node, 'external', sent)),
      )
      expect(await outside.tcp(vm('app1'), 8080).attempt()).toBe('lost')
      const counts = await Promise.all(captures.map(async (capture) => await capture.stop()))
      expect(Math.max(...counts)).toBeGreaterThan(0)
    })

    it('shares its clients among the webs', async () => {
      const webs = [vm('web1'), vm('web2')]
      for (const port of [80, 443])
        expect((await spread(outside, { address, port }, webs, { serving: port })).every((each) => each > 0)).toBe(true)
    })

    it('lets each tier talk to the next one, at its port', async () => {
      const [web1, web2, app1, app2, db1] = ['web1', 'web2', 'app1', 'app2', 'db1'].map(vm) as [Vm, Vm, Vm, Vm, Vm]
      await expectTraffic({
        passes: [
          ...([web1.tcp(app1, 8080), web1.tcp(app2, 8080), web2.tcp(app1, 8080), web2.tcp(app2, 8080)] as const),
          ...[app1.tcp(db1, 5432), app2.tcp(db1, 5432)],
        ],
        blocked: [
          ...[web1.tcp(db1, 5432), web2.tcp(db1, 5432), web1.ping(db1)],
          ...[db1.tcp(app1, 8080), db1.tcp(app2, 8080), db1.tcp(web1, 80), db1.ping(app1)],
          ...[app1.tcp(app2, 8080), app2.tcp(web1, 8080), web1.tcp(web2, 8080)],
          ...[web1.tcp(app1, 22), app1.tcp(db1, 22), web1.tcp(web2, 22), web2.udp(app1, 8080)],
        ],
      })
    })

    it('lets webs and apps out, and not the db', async () => {
      const [web, app, db] = [vm('web1'), vm('app2'), vm('db1')]
      await expectTraffic({
        passes: [web.tcp(outside, 4430), app.tcp(outside, 4430)],
        blocked: [db.tcp(outside, 4430), db.ping(outside)],
      })
    })

    it('is found by name inside', async () => {
      for (const name of ['app1', 'app1.store'])
        expect(await asked(vm('web1'), `${name}.internal`)).toEqual([vm('app1').ip])
    })
  })

  /** What a VM is answered by the resolver that DHCP told it; [] when there is no such name, or it is nobody's business. */
  const asked = async (vm: Vm, name: string): Promise<readonly string[]> => {
    const [server = ''] = (await vm.lease()).dns
    const { stdout } = await vm.exec('dig', '+short', '+time=2', '+tries=3', `@${server}`, name)
    return stdout.split('\n').filter((line) => line !== '')
  }

  describe('multi-project', () => {
    let mirror: Vm
    let web: Vm
    let api: Vm
    let trial: Vm

    beforeAll(async () => {
      await terraform.apply('multi-project')
      const find = async (project: string, name: string): Promise<Vm> => (await bootVms(scene(), project))(name)
      mirror = await find('platform', 'mirror')
      web = await find('shop', 'web')
      api = await find('billing', 'api')
      trial = await find('sandbox', 'trial')
    }, 180_000)

    it('has a hub that all projects reach, and two spokes that reach each other as they agreed', async () => {
      await expectTraffic({
        passes: [web.tcp(mirror, 443), api.tcp(mirror, 443), trial.tcp(mirror, 443), web.tcp(api, 8443)],
        blocked: [
          ...[api.tcp(web, 8443), trial.tcp(api, 8443), trial.tcp(web, 443), web.tcp(trial, 443)],
          ...[web.tcp(api, 22), web.tcp(mirror, 22), mirror.tcp(web, 443), mirror.tcp(api, 8443)],
        ],
      })
    })

    it('keeps other spokes apart whatever their groups say', async () => {
      const { client } = scene()
      const [group] = api.port.security_groups
      await client.call(routes.securityGroupRules.create, {
        query: { wait: 'realized' },
        body: {
          security_group: group!,
          direction: 'ingress',
          ethertype: 'ipv4',
          protocol: 'tcp',
          port_min: 9000,
        },
      })
      await expectTraffic({
        passes: [web.tcp(api, 9000), mirror.tcp(api, 9000), trial.tcp(mirror, 443)],
        blocked: [trial.tcp(api, 9000)],
      })
    })

    it('shows each project its own names, and what it was given', async () => {
      const own = [
        [mirror, 'mirror.platform.internal', mirror.ip],
        [web, 'web.shop.internal', web.ip],
        [api, 'api.billing.internal', api.ip],
        [trial, 'trial.sandbox.internal', trial.ip],
        [web, 'billing-api.shop.internal', api.ip],
        [web, 'billing-api.internal', api.ip],
      ] as const
      for (const [from, name, ip] of own) {
        const answer = async (): Promise<true | undefined> =>
          (await asked(from, name)).join() === ip ? true : undefined
        await eventually(answer, { what: `${from.name} is told ${name}`, timeoutMs: 20_000 })
      }
      for (const [from, name] of [
        [web, 'api.billing.internal'],
        [web, 'mirror.platform.internal'],
        [api, 'web.shop.internal'],
        [api, 'billing-api.shop.internal'],
        [api, 'billing-api.internal'],
        [trial, 'api.billing.internal'],
        [mirror, 'web.shop.internal'],
      ] as const)
        expect([from.name, name, await asked(from, name)]).toEqual([from.name, name, []])
    })

    it('shows operators the names of all', async () => {
      const { edge } = scene().platform
      if (edge === undefined) throw new Error('CoreDNS was left out')
      const resolver = new Resolver({ timeout: 2_000, tries: 2 })
      resolver.setServers([`${edge.host}:${String(edge.port)}`])
      const names = ['mirror.platform', 'web.shop', 'api.billing', 'trial.sandbox', 'billing-api.shop']
      const answers = async (): Promise<readonly string[][]> =>
        await Promise.all(names.map(async (name) => await resolver.resolve4(`${name}.internal`)))
      const found = await eventually(answers, { what: 'the edge knows all names', timeoutMs: 20_000 })
      expect(found.flat()).toEqual([mirror.ip, web.ip, api.ip, trial.ip, api.ip])
    })
  })

  describe('patterns', () => {
    let bastion: string
    let api: string
    let lab: (name: string) => Vm
    let dev: (name: string) => Vm
    let prod: (name: string) => Vm

    beforeAll(async () => {
      const outputs = await terraform.apply('patterns', given('research'))
      bastion = String(outputs['bastion'])
      api = String(outputs['api'])
      lab = await bootVms(scene(), 'research')
      dev = await bootVms(scene(), 'shop-dev')
      prod = await bootVms(scene(), 'shop-prod')
      await lab('bastion').serve(22)
      for (const server of ['api-1', 'api-2']) await prod(server).serve(8443)
    }, 240_000)

    it('an isolated network reaches the outside, which reaches one VM of it at one port', async () => {
      const [open, closed] = [lab('bastion'), lab('worker')]
      await expectTraffic({
        passes: [outside.tcp(bastion, 22), closed.tcp(outside, 4431), open.tcp(outside, 4431), open.tcp(closed, 5000)],
        blocked: [outside.tcp(bastion, 80), outside.ping(bastion), outside.tcp(closed, 22)],
      })
    })

    it('environments are alike and never meet', async () => {
      const [one, client] = [dev('api'), prod('client')]
      expect([one.port.fqdn, client.port.fqdn]).toEqual(['api.shop-dev.internal', 'client.shop-prod.internal'])
      // Addresses are the same in both: one of the servers has another than the VM that tries.
      const server = [prod('api-1'), prod('api-2')].find(({ ip }) => ip !== one.ip) ?? prod('api-1')
      await expectTraffic({
        passes: [client.tcp(api, 443), client.tcp(server, 8443)],
        blocked: [one.tcp(api, 443), one.tcp(server, 8443)],
      })
    })

    it('a load balancer goes on when one of its servers fails', async () => {
      const client = prod('client')
      const healths = async (): Promise<string> => {
        const { items } = await scene().client.call(routes.loadBalancerMembers.list, {})
        return items
          .filter(({ target }) => target.port_number === 8443)
          .map(({ health }) => health)
          .sort()
          .join()
      }
      const become = async (wanted: string): Promise<void> => {
        const are = async (): Promise<true | undefined> => ((await healths()) === wanted ? true : undefined)
        await eventually(are, { what: `the servers are ${wanted}`, timeoutMs: 60_000 })
      }
      await become('healthy,healthy')
      await prod('api-1').shut(8443)
      await become('healthy,unhealthy')
      const before = (await prod('api-2').accepted(8443)).length
      await expectTraffic({ passes: [client.tcp(api, 443)] })
      expect((await prod('api-2').accepted(8443)).length).toBeGreaterThan(before)
    }, 120_000)
  })
})
