import { availableParallelism } from 'node:os'
import { describe, expect, it } from '@jest/globals'
import { readConfig, requireKeys } from './config.ts'

const env = {
  QUANTUMNET_ENDPOINT: 'http://127.0.0.1:8080',
  QUANTUMNET_TOKEN_FILE: '/run/feed.token',
  QUANTUMNET_DNS_LISTEN: '127.0.0.1:5300',
  QUANTUMNET_DNS_STATE: '/var/lib/quantumnet/dns',
}

describe('readConfig', () => {
  it('needs four variables and has defaults for the rest', () => {
    expect(readConfig(env)).toEqual({
      endpoint: 'http://127.0.0.1:8080',
      tokenFile: '/run/feed.token',
      ...{ cookieFile: undefined, keysFile: undefined },
      listen: { address: '127.0.0.1', port: 5300 },
      stateFolder: '/var/lib/quantumnet/dns',
      zone: 'internal',
      notify: [],
      relayPort: 5399,
      health: undefined,
      logLevel: 'info',
      ...{ edges: [], clients: [], perSecond: 200, sample: 0, workers: availableParallelism() },
    })
  })

  it('reads lists', () => {
    const { edges, clients, notify } = readConfig({
      ...env,
      QUANTUMNET_DNS_TRANSFER_TO: '10.0.0.0/8, ::1/128',
      QUANTUMNET_DNS_QUERY_FROM: '192.0.2.0/24',
      QUANTUMNET_DNS_NOTIFY: '10.0.0.1:53,[::1]:53',
    })
    expect([edges, clients]).toEqual([
      [
        { block: '10.0.0.0/8', key: undefined },
        { block: '::1/128', key: undefined },
      ],
      ['192.0.2.0/24'],
    ])
    expect(notify).toEqual([
      { address: '10.0.0.1', port: 53, key: undefined },
      { address: '::1', port: 53, key: undefined },
    ])
  })

  it('reads keys beside addresses, or in their place, and wants those that are named', () => {
    const config = readConfig({
      ...env,
      QUANTUMNET_DNS_TSIG_KEYS_FILE: '/etc/quantumnet/dns.keys',
      QUANTUMNET_DNS_TRANSFER_TO: '10.0.0.0/8 key:Edge-A., key:edge-b',
      QUANTUMNET_DNS_NOTIFY: '10.0.0.1:53 key:edge-a',
    })
    expect([config.edges, config.notify, config.keysFile]).toEqual([
      [
        { block: '10.0.0.0/8', key: 'edge-a' },
        { block: undefined, key: 'edge-b' },
      ],
      [{ address: '10.0.0.1', port: 53, key: 'edge-a' }],
      '/etc/quantumnet/dns.keys',
    ])
    requireKeys(config, [{ text: 'edge-a' }, { text: 'edge-b' }])
    expect(() => {
      requireKeys(config, [{ text: 'edge-a' }])
    }).toThrow('the key "edge-b" is named in QUANTUMNET_DNS_TRANSFER_TO')
  })

  it.each([
    [
      { QUANTUMNET_DNS_WORKERS: 'many' },
      'QUANTUMNET_DNS_WORKERS: "many" is not a number; give a whole one from 0 to 256',
    ],
    [{ QUANTUMNET_DNS_QUERY_FROM: '10.0.0.1' }, 'QUANTUMNET_DNS_QUERY_FROM: "10.0.0.1" is not a block'],
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
