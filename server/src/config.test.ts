import { describe, expect, it } from '@jest/globals'
import { ConfigError, readConfig } from './config.ts'

const url = 'postgresql://user:secret@db/quantumnet'

describe('the configuration', () => {
  it('needs a database and has defaults for the rest', () => {
    expect(readConfig({ DATABASE_URL: url })).toEqual({
      databaseUrl: url,
      listen: { host: '127.0.0.1', port: 8080 },
      nbRemotes: [],
      sbRemotes: [],
      tokenFiles: [],
      dnsZone: 'internal',
      logLevel: 'info',
    })
  })

  it('reads every variable', () => {
    const config = readConfig({
      DATABASE_URL: url,
      QUANTUMNET_LISTEN: '[::1]:9000',
      QUANTUMNET_OVN_NB: 'ssl:10.0.0.1:6641, unix:/run/nb.sock',
      QUANTUMNET_OVN_SB: 'ssl:10.0.0.1:6642',
      QUANTUMNET_TOKEN_FILES: 'admin=/a,node=/n',
      QUANTUMNET_DNS_ZONE: 'cloud.example',
      QUANTUMNET_LOG_LEVEL: 'debug',
    })
    expect(config).toMatchObject({
      listen: { host: '::1', port: 9000 },
      nbRemotes: ['ssl:10.0.0.1:6641', 'unix:/run/nb.sock'],
      sbRemotes: ['ssl:10.0.0.1:6642'],
      tokenFiles: [
        { role: 'admin', path: '/a' },
        { role: 'node', path: '/n' },
      ],
      dnsZone: 'cloud.example',
      logLevel: 'debug',
    })
  })

  it.each<[Record<string, string>, RegExp]>([
    [{ DATABASE_URL: '' }, /DATABASE_URL: must be a PostgreSQL connection string/],
    [{ QUANTUMNET_LISTEN: '8080' }, /QUANTUMNET_LISTEN: must be host:port/],
    [{ QUANTUMNET_LISTEN: '127.0.0.1:70000' }, /QUANTUMNET_LISTEN: must have a port up to 65535/],
    [{ QUANTUMNET_OVN_NB: '/run/nb.sock' }, /QUANTUMNET_OVN_NB: must be OVSDB remotes/],
    [{ QUANTUMNET_TOKEN_FILES: '/a' }, /QUANTUMNET_TOKEN_FILES: must be role=path.*admin, node, feed/],
    [{ QUANTUMNET_TOKEN_FILES: 'root=/a' }, /QUANTUMNET_TOKEN_FILES: must be role=path/],
    [{ QUANTUMNET_DNS_ZONE: 'internal.' }, /QUANTUMNET_DNS_ZONE: must be a DNS name/],
    [{ QUANTUMNET_DNS_ZONE: 'a..b' }, /must be:\s+QUANTUMNET_DNS_ZONE: must be a DNS name/],
    [{ QUANTUMNET_LOG_LEVEL: 'loud' }, /QUANTUMNET_LOG_LEVEL/],
  ])('refuses %j', (environment, message) => {
    expect(() => readConfig({ DATABASE_URL: url, ...environment })).toThrow(message)
  })

  it('names all that is wrong at once, and no value of a secret', () => {
    const read = (): unknown => readConfig({ QUANTUMNET_LISTEN: 'x', QUANTUMNET_LOG_LEVEL: 'x' })
    expect(read).toThrow(ConfigError)
    expect(read).toThrow(/DATABASE_URL is not set\n.*QUANTUMNET_LISTEN.*\n.*QUANTUMNET_LOG_LEVEL/)
  })
})
