import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { ApiDouble, TOKEN, type Spoiling } from './api-double.ts'
import { serveInProcess, type InProcess } from './in-process.ts'
import { Workspace, type Run } from './terraform.ts'

/** What happens to a run of Terraform when the API is slow, lost, restarted, or refuses for a while. */

jest.setTimeout(60_000)

let double: ApiDouble
let served: InProcess
let workspace: Workspace

beforeAll(async () => {
  served = await serveInProcess()
})
afterAll(async () => {
  await served.close()
})
beforeEach(async () => {
  double = new ApiDouble()
  await double.start()
  workspace = await Workspace.make(served.environment)
})
afterEach(async () => {
  await workspace.remove()
  await double.stop()
})

const configure = async (resources: string): Promise<void> => {
  const provider = `provider "quantumnet" {\n  endpoint = "${double.endpoint}"\n  token    = "${TOKEN}"\n}`
  await workspace.configure(resources, provider)
  await workspace.succeed('init')
}
const live = (kind: 'project' | 'network'): string[] =>
  [...double.rows[kind].values()].filter(({ deleting }) => !deleting).map(({ fields }) => String(fields['name']))
const count = (request: string): number => double.requests.filter((seen) => seen.startsWith(request)).length

const project = (name: string, more = ''): string =>
  `resource "quantumnet_project" "${name}" {\n name = "${name}"\n${more}\n}\n`
const network = (name: string): string =>
  `resource "quantumnet_network" "${name}" {\n name = "${name}"\n project = quantumnet_project.a.id\n}\n`

describe('a create whose answer is lost', () => {
  it('is sent again, and makes one resource', async () => {
    await configure(project('a'))
    double.moods.loseAnswerOf = (method) => method === 'POST'
    await workspace.apply()
    expect(count('POST')).toBe(2)
    expect(live('project')).toEqual(['a'])
    expect(await workspace.planned()).toEqual([])
  })

  it('and whose server stays away is found again by the next run, and there is one resource in the end', async () => {
    await configure(project('a') + network('n'))
    await workspace.apply('-target=quantumnet_project.a')
    await configure(project('a') + network('n').replace('}', 'timeouts {\n create = "2s"\n}\n}'))
    double.moods.loseAnswerOf = (method) => {
      if (method !== 'POST') return false
      void double.stop()
      return true
    }
    const { text } = await workspace.fail('apply', '-auto-approve')
    expect(text).toContain('was away, or asked to try again later, until the limit of 2 s')
    expect((await workspace.state()).map(({ address, tainted }) => [address, tainted])).toContainEqual([
      'quantumnet_network.n',
      true,
    ])
    await double.start()
    expect(await workspace.planned()).toEqual(['delete+create quantumnet_network.n'])
    await workspace.apply()
    expect(live('network')).toEqual(['n'])
    expect(await workspace.planned()).toEqual([])
  })

  it.each<[Spoiling, string]>([
    ['cut', 'was away, or asked to try again later, until the limit of 2 s'],
    ['page', 'answered with no JSON: <html>log in</html>'],
    ['odd', 'created_at: expected a string, got a number'],
  ])(
    'in a way that lets nothing be read (%s) stays in the state, and there is one resource in the end',
    async (how, said) => {
      await configure(project('a', 'timeouts {\n create = "2s"\n}'))
      double.moods.spoil = { method: 'POST', how }
      const { text } = await workspace.fail('apply', '-auto-approve')
      expect(text).toContain(said)
      expect((await workspace.state()).map(({ address, tainted }) => [address, tainted])).toEqual([
        ['quantumnet_project.a', true],
      ])
      expect(live('project')).toEqual(['a'])
      double.moods.spoil = undefined
      await workspace.apply()
      expect(live('project')).toEqual(['a'])
      expect(await workspace.planned()).toEqual([])
    },
  )

  it('and that was not made after all is simply made by the next run', async () => {
    await configure(project('a', 'timeouts {\n create = "2s"\n}'))
    double.moods.loseAnswerOf = (method) => {
      if (method !== 'POST') return false
      void double.stop()
      return true
    }
    await workspace.fail('apply', '-auto-approve')
    for (const rows of Object.values(double.rows)) rows.clear()
    await double.start()
    expect(await workspace.planned()).toEqual(['create quantumnet_project.a'])
  })
})

describe('a create that is refused', () => {
  it('leaves nothing in the state', async () => {
    await workspace.configure(
      project('a'),
      `provider "quantumnet" {\n endpoint = "${double.endpoint}"\n token = "x"\n}`,
    )
    await workspace.succeed('init')
    const { text } = await workspace.fail('apply', '-auto-approve')
    expect(text).toContain('the token is not valid')
    expect(await workspace.state()).toEqual([])
  })
})

describe('a server that is restarted in the middle of an apply', () => {
  it('is waited for, and all is there once', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `n${String(index)}`)
    await configure(project('a') + names.map(network).join(''))
    let posts = 0
    double.moods.loseAnswerOf = (method, path) => {
      if (method !== 'POST' || path !== '/v1/networks' || ++posts < 5) return false
      void double.stop().then(async () => {
        await double.start()
      })
      return true
    }
    await workspace.apply()
    expect(live('network').sort()).toEqual(names.sort())
    expect(await workspace.planned()).toEqual([])
  })
})

describe('a change that is not applied in time', () => {
  const limited = project('a', 'timeouts {\n create = "1s"\n update = "1s"\n delete = "1s"\n}')

  it('fails a create, which keeps the resource and says what can be done', async () => {
    await configure(limited)
    double.moods.stuck = true
    const { text, lines } = await workspace.fail('apply', '-auto-approve')
    expect(text).toMatch(/not applied after [\d.]+ s: state is "pending"/)
    expect(text).toContain('the next apply replaces it, unless `terraform untaint` is run')
    expect(lines).toEqual(['resource "quantumnet_project" "a" {'])
    double.moods.stuck = false
    await workspace.succeed('untaint', 'quantumnet_project.a')
    expect(await workspace.planned()).toEqual([])
  })

  it('fails an update, which is not tainted and shows nothing to do afterwards', async () => {
    await configure(limited)
    await workspace.apply()
    await configure(limited.replace('name = "a"', 'name = "b"'))
    double.moods.stuck = true
    await workspace.fail('apply', '-auto-approve')
    double.moods.stuck = false
    expect(await workspace.planned()).toEqual([])
    expect(await workspace.values('quantumnet_project.a')).toMatchObject({ name: 'b', generation: 2 })
  })

  it('fails a delete, which keeps the resource in the state', async () => {
    await configure(limited)
    await workspace.apply()
    double.moods.stuck = true
    const { text } = await workspace.fail('destroy', '-auto-approve')
    expect(text).toMatch(/not gone after [\d.]+ s: state is "deleting"/)
    expect(await workspace.state()).toHaveLength(1)
    double.moods.stuck = false
    await workspace.succeed('destroy', '-auto-approve')
    expect(live('project')).toEqual([])
  })
})

describe('a read that takes too long', () => {
  const limits = 'timeouts {\n read = "1s"\n}'

  it.each([
    ['a resource', ''],
    ['a data source', `data "quantumnet_project" "a" {\n name = "a"\n ${limits}\n}\n`],
  ])('of %s ends at its own limit', async (_what, data) => {
    await configure(project('a', data === '' ? limits : ''))
    await workspace.apply()
    await configure(project('a', data === '' ? limits : '') + data)
    double.moods.busy = true
    const refreshed = data === '' ? [] : ['-refresh=false']
    const { text } = await workspace.fail('plan', ...refreshed)
    double.moods.busy = false
    expect(text).toContain('until the limit of 1 s')
  })
})

describe('a delete of what is in use', () => {
  /** A network that Terraform does not know, in the project that it does. */
  const foreign = async (limits = ''): Promise<string> => {
    await configure(project('a', limits))
    await workspace.apply()
    const id = '01890a5d-ac96-774b-bcce-b302099a8057'
    const { id: owner } = (await workspace.values('quantumnet_project.a')) as { id: string }
    const fields = { name: 'foreign', project: owner }
    double.rows.network.set(id, { id, generation: 1, deleting: false, request: '', fields })
    return id
  }
  const destroy = async (): Promise<Run> => await workspace.run('destroy', '-auto-approve')

  it('goes on once the referrer is gone', async () => {
    const id = await foreign()
    double.moods.loseAnswerOf = (method) => {
      // The third attempt finds nobody who refers to it.
      if (method === 'DELETE' && count('DELETE') === 2) double.rows.network.delete(id)
      return false
    }
    const { code } = await destroy()
    expect(code).toBe(0)
    expect(count('DELETE')).toBe(3)
  })

  it('is given up with the names of the referrers when those stay', async () => {
    await foreign('timeouts {\n delete = "1s"\n}')
    const { code, stderr } = await destroy()
    expect(code).toBe(1)
    expect(stderr).toContain('network "foreign" (01890a5d-ac96-774b-bcce-b302099a8057)')
    expect(await workspace.state()).toHaveLength(1)
  })
})

describe('a configuration of the provider that is not known before apply', () => {
  it('is no obstacle to a plan, and is used in apply', async () => {
    await workspace.configure(
      `resource "terraform_data" "endpoint" {\n input = "${double.endpoint}"\n}\n${project('a')}`,
      `provider "quantumnet" {\n endpoint = terraform_data.endpoint.output\n token = "${TOKEN}"\n}`,
    )
    await workspace.succeed('init')
    expect(await workspace.planned()).toEqual(['create quantumnet_project.a', 'create terraform_data.endpoint'])
    await workspace.apply()
    expect(live('project')).toEqual(['a'])
    // The endpoint is to be replaced: what exists is planned from the state, with a warning.
    const replacing = await workspace.succeed('plan', '-replace=terraform_data.endpoint')
    expect(replacing.stdout).toContain('Not refreshed')
    expect(replacing.stdout).toContain('1 to add, 0 to change, 1 to destroy')
  })
})
