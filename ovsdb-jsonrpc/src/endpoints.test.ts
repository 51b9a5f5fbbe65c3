import { describe, expect, it } from '@jest/globals'
import { parseRemote } from './endpoints.ts'
import { EndpointError } from './errors.ts'

describe('parseRemote', () => {
  it.each([
    ['unix:/run/ovn/ovnnb_db.sock', { kind: 'unix', path: '/run/ovn/ovnnb_db.sock' }],
    ['unix:a:b', { kind: 'unix', path: 'a:b' }],
    ['tcp:127.0.0.1:6641', { kind: 'tcp', host: '127.0.0.1', port: 6641 }],
    ['tcp:ovn.example.org', { kind: 'tcp', host: 'ovn.example.org', port: 6640 }],
    ['ssl:[2001:db8::1]:6641', { kind: 'ssl', host: '2001:db8::1', port: 6641 }],
    ['tcp:[::1]', { kind: 'tcp', host: '::1', port: 6640 }],
  ])('%s', (remote, endpoint) => {
    expect(parseRemote(remote)).toEqual(endpoint)
  })

  it.each([
    '',
    'unix:',
    'tcp:',
    'tcp::6641',
    'tcp:host:port',
    'tcp:host:0',
    'tcp:host:65536',
    'tcp:2001:db8::1:6641',
    'ssl:[host]:6641',
    'punix:/x',
    'http://host',
  ])('refuses "%s"', (remote) => {
    expect(() => parseRemote(remote)).toThrow(EndpointError)
    expect(() => parseRemote(remote)).toThrow('expected unix:/path, tcp:host:port or ssl:host:port')
  })
})
