import { describe, expect, it } from '@jest/globals'
import { readConfig } from './config.ts'

const env = {
  QUANTUMNET_ENDPOINT: 'http://127.0.0.1:8080',
  QUANTUMNET_TOKEN_FILE: '/run/feed.token',
  QUANTUMNET_DNS_LISTEN: '127.0.0.1:5300',
  QUANTUMNET_DNS_STATE: '/var/lib/quantumnet/dns',
}

describe('readConfig', () => {
  it('needs four variables and has defaults for the rest', () => {
    const { edges, ...config } = readConfig(env)
    expect(config).toEqual({
      endpoint: 'http://127.0.0.1:8080',
      tokenFile: '/run/feed.token',
      listen: { address: '127.0.0.1', port: 5300 },
      stateFolder: '/var/lib/quantumnet/dns',
      zone: 'internal',
      notify: [],
      relayPort: 5399,
      health: undefined,
      logLevel: 'info',
    })
    expect(edges.has('127.0.0.1')).toBe(false)
  })

  it('reads lists', () => {
    const { edges, notify } = readConfig({
      ...env,
      QUANTUMNET_DNS_TRANSFER_TO: '10.0.0.0/8, ::1/128',
      QUANTUMNET_DNS_NOTIFY: '10.0.0.1:53,[::1]:53',
    })
    expect([edges.has('10.9.9.9'), edges.has('::1'), edges.has('11.0.0.1')]).toEqual([true, true, false])
    expect(notify).toEqual([
      { address: '10.0.0.1', port: 53 },
      { address: '::1', port: 53 },
    ])
  })

  it.each([
    [{ QUANTUMNET_ENDPOINT: '' }, 'QUANTUMNET_ENDPOINT is not set; it must be the address of the API'],
    [{ QUANTUMNET_DNS_LISTEN: 'eth0:53' }, 'QUANTUMNET_DNS_LISTEN: "eth0:53" is not an address and a port, such as'],
    [{ QUANTUMNET_DNS_ZONE: 'Internal.' }, 'QUANTUMNET_DNS_ZONE: "Internal." is not a name in lower case'],
    [{ QUANTUMNET_DNS_NOTIFY: '10.0.0.1' }, 'QUANTUMNET_DNS_NOTIFY: "10.0.0.1" is not an address and a port'],
    [
      { QUANTUMNET_DNS_TRANSFER_TO: '10.0.0.1' },
      'QUANTUMNET_DNS_TRANSFER_TO: "10.0.0.1" is not a block such as 10.0.0.0/8; give blocks',
    ],
  ])('refuses %j', (wrong, message) => {
    expect(() => readConfig({ ...env, ...wrong })).toThrow(message)
  })
})
