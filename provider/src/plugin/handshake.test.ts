import { describe, expect, it } from '@jest/globals'
import { clientCertificate, handshakeLine, refusal } from './handshake.ts'
import { logLine, stderrLog, wantsDebug } from './log.ts'

const COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2'

describe('the handshake', () => {
  it.each([
    ['run by hand', {}, 'started by Terraform'],
    ['started by another program', { TF_PLUGIN_MAGIC_COOKIE: 'x' }, 'started by Terraform'],
    ['asked for protocol 5 alone', { TF_PLUGIN_MAGIC_COOKIE: COOKIE, PLUGIN_PROTOCOL_VERSIONS: '5' }, 'only "5"'],
  ])('is refused in words when %s', (_when, environment, words) => {
    expect(refusal(environment)).toContain(words)
  })

  it.each(['6', '5,6', '6,5'])('is accepted for protocols %s', (versions) => {
    expect(refusal({ TF_PLUGIN_MAGIC_COOKIE: COOKIE, PLUGIN_PROTOCOL_VERSIONS: versions })).toBeUndefined()
  })

  it.each([[1], [2], [3]])('writes a certificate of 3n+%i bytes without padding', (length) => {
    const line = handshakeLine('/tmp/s', Buffer.alloc(length, 0xff))
    expect(line).not.toContain('=')
    expect(line).toMatch(/^1\|6\|unix\|\/tmp\/s\|grpc\|[A-Za-z0-9+/]+\n$/)
  })

  it('leaves the certificate empty without TLS', () => {
    expect(handshakeLine('/tmp/s', undefined)).toBe('1|6|unix|/tmp/s|grpc|\n')
    expect(clientCertificate({ PLUGIN_CLIENT_CERT: '' })).toBeUndefined()
  })
})

describe('a line of the log', () => {
  it('has a time with six fractional digits, which is the only one that Terraform reads', () => {
    const line = logLine('debug', 'hello', { key: 'value' }, new Date('2030-01-02T03:04:05.678Z'))
    expect(JSON.parse(line)).toEqual({
      '@level': 'debug',
      '@message': 'hello',
      '@module': 'quantumnet',
      '@timestamp': '2030-01-02T03:04:05.678000Z',
      key: 'value',
    })
    expect(line.endsWith('\n')).toBe(true)
  })

  it.each([
    [{}, false],
    [{ TF_LOG: '' }, false],
    [{ TF_LOG: 'off' }, false],
    [{ TF_LOG: 'WARN' }, false],
    [{ TF_LOG_CORE: 'trace' }, false],
    [{ TF_LOG: 'debug' }, true],
    [{ TF_LOG: 'JSON' }, true],
    [{ TF_LOG_PROVIDER: 'TRACE' }, true],
    [{ TF_LOG: 'error', TF_LOG_PROVIDER_QUANTUMNET: 'debug' }, true],
  ])('of level debug is wanted with %j: %s', (environment, wanted) => {
    expect(wantsDebug(environment)).toBe(wanted)
  })

  it('of level error is written whatever is wanted', () => {
    const lines: string[] = []
    const log = stderrLog(
      () => new Date('2030-01-02T03:04:05Z'),
      (line) => lines.push(line),
      false,
    )
    log.debug('a')
    log.error('b')
    expect(lines.map((line) => (JSON.parse(line) as Record<string, unknown>)['@message'])).toEqual(['b'])
  })
})
