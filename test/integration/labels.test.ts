import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { routes } from '@quantumnet/api'
import { startServer, type TestServer } from '../harness/server.ts'
import { refusal } from '../harness/requests.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
  const make = async (name: string, labels: Record<string, string>): Promise<unknown> =>
    await server.as('admin').call(routes.projects.create, { body: { name, labels } })
  await make('a', { env: 'prod', tier: 'web' })
  await make('b', { env: 'prod', tier: 'db', gpu: '' })
  await make('c', { env: 'test', 'example.org/team': 'x, y' })
  await make('d', {})
})
afterAll(async () => {
  await server.close()
})

const named = async (selector: string, limit = 100): Promise<string> => {
  const query = { label_selector: selector, limit }
  return (await server.as('admin').call(routes.projects.list, { query })).items.map(({ name }) => name).join('')
}

describe('a list by labels', () => {
  it.each([
    ['env=prod', 'ab'],
    ['env!=prod', 'cd'],
    ['env=prod,tier!=db', 'a'],
    ['env in (test,prod),!gpu', 'ac'],
    ['tier notin (web)', 'bcd'],
    ['gpu', 'b'],
    ['!env', 'd'],
    ['example.org/team="x, y"', 'c'],
    ["env='prod' or true", undefined],
    ['gpu=', 'b'],
  ])('%s', async (selector, expected) => {
    if (expected === undefined)
      expect(await refusal(named(selector).then())).toMatchObject({ errors: [{ pointer: '?label_selector' }] })
    else expect(await named(selector)).toBe(expected)
  })

  it('is paged as every list is', async () => {
    expect(await named('env', 2)).toBe('ab')
  })
})
