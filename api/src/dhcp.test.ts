import { describe, expect, it } from '@jest/globals'
import { DhcpOverrides, StaticRoutes } from './dhcp.ts'

const routes = (count: number, prefixLength: number): { destination: string; next_hop: string }[] =>
  Array.from({ length: count }, (_, index) => ({
    destination: `${String(index + 1)}.0.0.0/${String(prefixLength)}`,
    next_hop: '10.0.0.1',
  }))

describe('static routes', () => {
  it.each([
    ['none', [], true],
    ['31 of /24, with 5 bytes for the default route: 253', routes(31, 24), true],
    ['32 of /24: 261', routes(32, 24), false],
    ['27 of /32: 248', routes(27, 32), true],
    ['28 of /32: 257', routes(28, 32), false],
    [
      'a default route of their own counts once',
      [...routes(31, 24), { destination: '0.0.0.0/0', next_hop: '10.0.0.9' }],
      true,
    ],
  ])('%s', (_, list, fits) => {
    expect(StaticRoutes.safeParse(list).success).toBe(fits)
  })
})

describe('DHCP options of a port', () => {
  it.each([
    [{ domain_name: 'corp.example', tftp_server: '10.0.0.69', bootfile_name: 'pxe/a b.efi' }, true],
    [{ tftp_server: 'fd00::69' }, true],
    [{ domain_name: 'Corp.example' }, false],
    [{ domain_name: 'a", router="6.6.6.6' }, false],
    [{ tftp_server: '' }, false],
    [{ tftp_server: 'two words' }, false],
    [{ tftp_server: 'bücher.example' }, false],
    [{ bootfile_name: 'a'.repeat(255) }, true],
    [{ bootfile_name: 'a'.repeat(256) }, false],
    [{ bootfile_name: 'a\nb' }, false],
    [{ wpad: 'http://proxy' }, false],
  ])('%j: %s', (options, isAccepted) => {
    expect(DhcpOverrides.safeParse(options).success).toBe(isAccepted)
  })
})
