import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { cores } from './cores.ts'
import { serveTrial, type Served } from './trial/served.ts'

/** What the framework can do, each seen through the real Terraform and OpenTofu. */

jest.setTimeout(60_000)

let served: Served
const thing = (lines: string): string => `resource "trial_thing" "a" {\nname = "a"\n${lines}\n}\n`
const values = async (): Promise<Readonly<Record<string, unknown>>> => await served.workspace.values('trial_thing.a')

/** Applies it, and finds nothing left to do. */
const settle = async (text: string): Promise<void> => {
  await served.configure(text)
  await served.workspace.apply()
  expect(await served.workspace.planned()).toEqual([])
}

describe.each(cores())('with $name', (core) => {
  beforeEach(async () => {
    served = await serveTrial(core)
  })
  afterEach(async () => {
    await served.close()
  })

  describe('a write-only value', () => {
    it('reaches the provider, and neither the state nor a plan of it', async () => {
      await settle(thing('secret = "hunter2"'))
      expect(served.shelf.secrets).toEqual(['hunter2'])
      expect((await values())['secret']).toBeNull()
      expect(await served.workspace.file('terraform.tfstate')).not.toContain('hunter2')
    })

    it('is handed over again when its version grows, and not when only itself is another', async () => {
      await settle(thing('secret = "one"'))
      await settle(thing('secret = "two"'))
      expect(served.shelf.secrets).toEqual(['one'])
      await settle(thing('secret = "two"\nsecret_version = 1'))
      expect(served.shelf.secrets).toEqual(['one', 'two'])
    })
  })

  it('private notes of a create come back in every read', async () => {
    await settle(`provider "trial" {\nuser = "ann"\n}\n${thing('')}`)
    expect(new Set(served.shelf.notes)).toEqual(new Set(['ann']))
  })

  describe('a function', () => {
    const output = async (expression: string): Promise<unknown> => {
      await served.configure(`output "o" {\nvalue = ${expression}\n}`)
      await served.workspace.apply()
      return JSON.parse((await served.workspace.succeed('output', '-json', 'o')).stdout)
    }

    it('is called with its arguments', async () => {
      expect(await output('provider::trial::repeat("ab", 2)')).toBe('abab')
      expect(await output('provider::trial::repeat("ab", 1, "c", "d")')).toBe('abcd')
    })

    it('refuses an argument by its name', async () => {
      await served.configure('output "o" {\nvalue = provider::trial::repeat("ab", -1)\n}')
      const { text } = await served.workspace.fail('plan')
      expect(text).toContain('Invalid value for "times" parameter: must not be negative')
    })
  })

  it('an ephemeral value is opened, renewed while it is used, and closed', async () => {
    await served.configure(`
      ephemeral "trial_key" "k" {
        text = "t"
      }
      ${thing('secret = ephemeral.trial_key.k.secret')}
      resource "terraform_data" "slow" {
        provisioner "local-exec" {
          command     = "sleep 1"
          environment = { KEY = ephemeral.trial_key.k.secret }
        }
      }
    `)
    await served.workspace.apply()
    expect(served.shelf.secrets).toEqual(['key of t'])
    expect(served.shelf.keys).toContain('renew t')
    const count = (what: string): number => served.shelf.keys.filter((key) => key === what).length
    expect(count('close t')).toBe(count('open t'))
    expect(await served.workspace.file('terraform.tfstate')).not.toContain('key of t')
  })

  it('a state of an earlier schema version is upgraded', async () => {
    await settle(thing(''))
    const state = JSON.parse(await served.workspace.file('terraform.tfstate')) as {
      serial: number
      resources: { instances: { schema_version: number; attributes: Record<string, unknown> }[] }[]
    }
    const [instance] = state.resources[0]?.instances ?? []
    if (instance === undefined) throw new Error('the state has no instance')
    const { name, ...rest } = instance.attributes
    Object.assign(instance, { schema_version: 0, attributes: { ...rest, title: name } })
    await served.workspace.write('terraform.tfstate', JSON.stringify({ ...state, serial: state.serial + 1 }))
    expect(await served.workspace.planned()).toEqual([])
    await served.workspace.apply('-refresh-only')
    expect((await values())['name']).toBe('a')
  })

  it('a resource of another provider becomes one of ours', async () => {
    await served.configure('resource "null_resource" "old" {}')
    await served.workspace.apply()
    const { id } = await served.workspace.values('null_resource.old')
    served.shelf.things.set(String(id), {
      ...{ id: String(id), name: 'moved', size: null, parts: null, colour: 'grey', count_of_parts: 0 },
      ...{ secret: null, secret_version: 0, text: null },
    })
    await served.configure(`
      resource "trial_thing" "a" {
        name = "moved"
      }
      moved {
        from = null_resource.old
        to   = trial_thing.a
      }
    `)
    expect(await served.workspace.planned()).toEqual([])
    await served.workspace.apply()
    expect((await values())['id']).toBe(id)
  })

  it('a type that nobody moves from is told', async () => {
    await served.configure('resource "terraform_data" "old" {}')
    await served.workspace.apply()
    await served.configure(`${thing('')}\nmoved {\nfrom = terraform_data.old\nto = trial_thing.a\n}`)
    const { text } = await served.workspace.fail('plan')
    expect(text).toContain('which can be moved from: null_resource')
  })

  it.each(['12345678901234567890', '9007199254740993', '0.1', '1e30', '3.14159265358979323846264338327950288'])(
    'the number %s is what it was',
    async (size) => {
      await settle(thing(`size = ${size}`))
      expect(await served.workspace.file('terraform.tfstate')).toContain(size === '1e30' ? `1${'0'.repeat(30)}` : size)
    },
  )

  it('a value of 8 MB passes', async () => {
    await settle(
      thing(`text = join("", [for i in range(8) : join("", [for j in range(1024) : "${'x'.repeat(1024)}"])])`),
    )
    expect(String((await values())['text']).length).toBe(8 * 1024 * 1024)
  })

  it.each(['parts = []', 'parts = null', '', 'text = ""', 'text = null'])('{ %s } stays what it is', async (lines) => {
    await settle(thing(lines))
  })

  it('text is the same in every normal form', async () => {
    await settle(thing('text = "e\u0301"'))
    await settle(thing('text = "\u00e9"'))
  })

  it('a set may hold what is known only in apply, and fewer than it seemed', async () => {
    await settle(`
      resource "terraform_data" "x" {
        input = "same"
      }
      ${thing('parts = ["same", terraform_data.x.output, "other"]')}
    `)
    expect(await values()).toMatchObject({ parts: ['other', 'same'], count_of_parts: 2 })
  })

  it('a configuration of the provider that is not known yet lets a plan be made', async () => {
    await settle(`
      resource "terraform_data" "user" {
        input = "ann"
      }
      provider "trial" {
        user = terraform_data.user.output
      }
      ${thing('')}
    `)
    expect(served.shelf.notes).toContain('ann')
  })
})

// No `describe.each`: there may be none of them.
for (const core of cores().filter(({ lists }) => lists))
  describe(`with ${core.name}, which knows identities`, () => {
    beforeEach(async () => {
      served = await serveTrial(core)
      await served.configure('resource "trial_thing" "a" {\nfor_each = toset(["aa", "ab", "b"])\nname = each.key\n}')
      await served.workspace.apply()
    })
    afterEach(async () => {
      await served.close()
    })

    it('each resource has one in its state', async () => {
      const state = JSON.parse(await served.workspace.file('terraform.tfstate')) as {
        resources: { instances: { index_key: string; identity: unknown; attributes: { id: string } }[] }[]
      }
      const instances = state.resources[0]?.instances ?? []
      expect(instances.map(({ identity }) => identity)).toEqual(instances.map(({ attributes: { id } }) => ({ id })))
    })

    it('a state from before there were any gets one with the next refresh', async () => {
      const text = await served.workspace.file('terraform.tfstate')
      const state = JSON.parse(text) as { serial: number; resources: { instances: Record<string, unknown>[] }[] }
      const instances = state.resources[0]?.instances ?? []
      for (const instance of instances) {
        delete instance['identity']
        delete instance['identity_schema_version']
      }
      state.serial += 1
      await served.workspace.write('terraform.tfstate', JSON.stringify(state))
      expect(await served.workspace.planned()).toEqual([])
      await served.workspace.apply('-refresh-only')
      expect(await served.workspace.file('terraform.tfstate')).toMatch(/"identity": \{\s+"id": "thing-aa"/)
    })

    it('an import block may name one', async () => {
      const [id = ''] = served.shelf.things.keys()
      await served.workspace.succeed('state', 'rm', 'trial_thing.a')
      const name = served.shelf.get(id).name
      await served.configure(`
      resource "trial_thing" "c" {
        name = "${name}"
      }
      import {
        to       = trial_thing.c
        identity = { id = "${id}" }
      }
    `)
      expect(await served.workspace.planned()).toEqual([])
      await served.workspace.apply()
      expect((await served.workspace.values('trial_thing.c'))['name']).toBe(name)
    })

    const query = async (more: string): Promise<Record<string, unknown>[]> => {
      await served.workspace.write(
        'all.tfquery.hcl',
        `list "trial_thing" "all" {\nprovider = trial\n${more}\nconfig {\nprefix = "a"\n}\n}`,
      )
      const { stdout } = await served.workspace.succeed('query', '-json')
      const events = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { type: string; list_resource_found?: Record<string, unknown> })
      return events.flatMap(({ list_resource_found: found }) => (found === undefined ? [] : [found]))
    }

    it('what exists is found by a query, with its identity', async () => {
      const found = await query('')
      expect(found.map(({ display_name: name }) => name)).toEqual(['aa', 'ab'])
      expect(found[0]).toMatchObject({ identity: { id: 'thing-aa' } })
      expect(found[0]).not.toHaveProperty('resource_object')
    })

    it('a query may want few, and whole', async () => {
      const found = await query('limit = 1\ninclude_resource = true')
      expect(found).toMatchObject([{ display_name: 'aa', resource_object: { name: 'aa', colour: 'grey' } }])
    })

    it('what a query found becomes configuration', async () => {
      await query('')
      await served.workspace.succeed('query', '-generate-config-out=found.tf')
      const found = await served.workspace.file('found.tf')
      expect(found).toContain('resource "trial_thing" "all_0"')
      expect(found).toMatch(/import \{\s+to += trial_thing.all_0\s+provider += trial\s+identity = \{\s+id = "thing-aa"/)
    })
  })
