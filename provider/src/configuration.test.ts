import { describe, expect, it } from '@jest/globals'
import { Refusal } from './framework/index.ts'
import { connectionOptions } from './configuration.ts'

const nothing = { endpoint: null, token: null, ca: null, project: null, default_labels: null, wait_for: null }

const refusalOf = (environment: Readonly<Record<string, string>>): Refusal => {
  try {
    connectionOptions(nothing, environment)
  } catch (error) {
    if (error instanceof Refusal) return error
  }
  throw new Error('nothing was refused')
}

describe('what the environment says of the API', () => {
  it('is taken where the configuration says nothing', () => {
    const environment = {
      QUANTUMNET_ENDPOINT: 'http://127.0.0.1:1/base',
      QUANTUMNET_TOKEN: 'in-environment',
      QUANTUMNET_PROJECT: 'p',
    }
    expect(connectionOptions({ ...nothing, token: 'given' }, environment)).toEqual({
      endpoint: 'http://127.0.0.1:1/base',
      token: 'given',
      defaults: { project: 'p', labels: {}, until: 'applied' },
    })
  })

  it.each([
    ['a token with a line end', 'http://127.0.0.1', 'hunter2\n', 'token'],
    ['a token with a control character', 'http://127.0.0.1', 'hunter2\u0007', 'token'],
    ['an endpoint with a password', 'https://user:hunter2@127.0.0.1', 't', 'endpoint'],
    ['an endpoint with a query', 'https://127.0.0.1/?key=hunter2', 't', 'endpoint'],
  ])('is refused for %s, without a word of the secret', (_what, endpoint, token, attribute) => {
    const refusal = refusalOf({ QUANTUMNET_ENDPOINT: endpoint, QUANTUMNET_TOKEN: token })
    expect(refusal.diagnostics.map(({ path }) => path)).toEqual([[attribute]])
    expect(JSON.stringify(refusal.diagnostics)).not.toContain('hunter2')
  })
})
