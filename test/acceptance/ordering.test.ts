import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { serveInProcess, type InProcess } from '../provider/in-process.ts'
import { Workspace } from '../provider/terraform.ts'
import { startRealApi } from './real-api.ts'
import type { Api } from './suite.ts'

/** Terraform's order of changes, where a resource goes that another one refers to. */

jest.setTimeout(120_000)

let api: Api
let served: InProcess
let workspace: Workspace

const configure = async (text: string, waitFor = 'applied'): Promise<void> => {
  const provider = `provider "quantumnet" {\n  endpoint = "${api.endpoint}"\n  token    = "${api.token}"\n  wait_for = "${waitFor}"\n}`
  await workspace.configure(text, provider)
  await workspace.succeed('init')
}

const group = (resource: string, name: string, more = ''): string =>
  `resource "quantumnet_security_group" "${resource}" {\nproject = quantumnet_project.a.id\nname = "${name}"\n${more}\n}\n`
const scene = (groups: string, held: readonly string[]): string => `
  resource "quantumnet_project" "a" {
    name = "alpha"
  }
  resource "quantumnet_network" "a" {
    project = quantumnet_project.a.id
    name    = "net"
  }
  resource "quantumnet_port" "a" {
    network         = quantumnet_network.a.id
    hostname        = "db"
    fixed_ips       = []
    security_groups = [${held.map((name) => `quantumnet_security_group.${name}.id`).join(', ')}]
  }
  ${groups}`

beforeAll(async () => {
  api = await startRealApi()
  served = await serveInProcess()
})
afterAll(async () => {
  await served.close()
  await api.close()
})
beforeEach(async () => {
  workspace = await Workspace.make(served.environment)
  await configure(scene(group('one', 'one') + group('two', 'two'), ['one', 'two']))
  await workspace.apply()
})
afterEach(async () => {
  await workspace.succeed('destroy', '-auto-approve')
  await workspace.remove()
})

const FIRST = 'lifecycle {\ncreate_before_destroy = true\n}'

describe('a group that a port is in', () => {
  it('goes in the same apply that takes the port out of it, with create_before_destroy', async () => {
    await configure(scene(group('one', 'one', FIRST) + group('two', 'two'), ['one', 'two']))
    await workspace.apply()
    await configure(scene(group('two', 'two'), ['two']))
    expect(await workspace.planned()).toEqual(['delete quantumnet_security_group.one', 'update quantumnet_port.a'])
    await workspace.apply()
    expect(await workspace.planned()).toEqual([])
  })

  it('without it is to go before the port is changed, which is refused with the name of the port, and is helped by a target', async () => {
    await configure(scene(group('two', 'two'), ['two']))
    const { text } = await workspace.fail('apply', '-auto-approve')
    expect(text).toContain('security group "one" is in use by port "db"')
    await workspace.apply('-target=quantumnet_port.a')
    await workspace.apply()
    expect(await workspace.planned()).toEqual([])
  })

  it('cannot be replaced before the port has its successor', async () => {
    const { text } = await workspace.fail('apply', '-auto-approve', '-replace=quantumnet_security_group.one')
    expect(text).toContain('security group "one" is in use by port "db"')
    expect(text).toContain('set `lifecycle { create_before_destroy = true }` in it')
    expect(await workspace.planned()).toEqual([])
  })

  it('is replaced with create_before_destroy under another name', async () => {
    await configure(scene(group('one', 'uno', FIRST) + group('two', 'two'), ['one', 'two']))
    const { id: before } = await workspace.values('quantumnet_security_group.one')
    await workspace.apply('-replace=quantumnet_security_group.one')
    expect((await workspace.values('quantumnet_security_group.one'))['id']).not.toBe(before)
    expect(await workspace.planned()).toEqual([])
  })
})

describe('what one resource gives up', () => {
  const port = (resource: string): string => `
    resource "quantumnet_port" "${resource}" {
      network   = quantumnet_subnet.s.network
      name      = "holder"
      hostname  = "holder"
      mac       = "02:00:5e:00:00:77"
      fixed_ips = [{ ip = "10.0.0.77" }]
    }`
  const subnet = `
    resource "quantumnet_subnet" "s" {
      network   = quantumnet_network.a.id
      name      = "v4"
      cidr      = "10.0.0.0/24"
      hold_down = 0
    }`
  const base = scene(group('one', 'one') + group('two', 'two') + subnet, ['one', 'two'])

  it('another one has in the same run, whichever of the two Terraform begins with', async () => {
    for (const [gone, made] of [
      ['', 'first'],
      ['first', 'second'],
      ['second', 'third'],
    ] as const) {
      await configure(`${base}${port(made)}`)
      const planned = await workspace.planned()
      if (gone !== '') expect(planned).toContain(`delete quantumnet_port.${gone}`)
      await workspace.succeed('apply', 'tfplan')
      expect(await workspace.planned()).toEqual([])
    }
  })

  it('nobody else can have before, which is told at its place', async () => {
    await configure(`${base}${port('first')}`)
    await workspace.apply()
    await configure(`${base}${port('first')}${port('second')}`)
    expect((await workspace.fail('apply', '-auto-approve')).text).toMatch(/Cannot create quantumnet_port: the \S+/)
  })
})

describe('a port', () => {
  const base = scene(group('one', 'one') + group('two', 'two'), ['one', 'two'])
  const port = (more: string): string =>
    `resource "quantumnet_port" "b" {\nnetwork = quantumnet_network.a.id\nhostname = "b"\n${more}\n}\n`

  it('that is made before the subnet of its network is told how Terraform makes the subnet first', async () => {
    await configure(base + port(''))
    const { text } = await workspace.fail('apply', '-auto-approve')
    expect(text).toContain('network "net" has no subnet to take an address from')
    expect(text).toContain('name it in `depends_on`')
  })

  it('whose machine is not plugged in says so when that is waited for, and can be kept', async () => {
    await configure(base + port('fixed_ips = []\ntimeouts {\ncreate = "10s"\n}'), 'realized')
    const { text } = await workspace.fail('apply', '-auto-approve')
    expect(text).toMatch(/not realized after [\d.]{1,4} s: state is "applied"; .*its binding is "unbound"/)
    expect(text).toContain('with `wait_for = "applied"` in the provider block it goes on')
    expect(text).toContain('unless `terraform untaint` is run for it before')
    expect(await workspace.planned()).toContain('delete+create quantumnet_port.b')
    await workspace.succeed('untaint', 'quantumnet_port.b')
    expect(await workspace.planned()).toEqual([])
  })
})
