import { describe, expect, it } from '@jest/globals'
import { parseDefaults, parseLinks, parseMark, parseOutDevice, parseRules, parseSysctls } from './netns-parse.ts'

describe('what ip, nft and grep print', () => {
  it('devices with their addresses', () => {
    const json = `[{"ifindex":1,"ifname":"lo","flags":["LOOPBACK","UP"],"link_type":"loopback","address":"00:00:00:00:00:00",
      "addr_info":[{"family":"inet","local":"127.0.0.1","prefixlen":8},{"family":"inet6","local":"::1","prefixlen":128}]},
      {"ifindex":3,"ifname":"tun0","flags":["POINTOPOINT"]}]`
    expect(parseLinks(json)).toEqual(
      new Map([
        ['lo', { mac: '00:00:00:00:00:00', up: true, addresses: ['127.0.0.1/8', '::1/128'] }],
        ['tun0', { mac: '', up: false, addresses: [] }],
      ]),
    )
  })

  it('rules with a source', () => {
    const json = `[{"priority":0,"src":"all","table":"local"},{"priority":1001,"src":"169.254.64.1","table":"1001"}]`
    expect(parseRules(json)).toEqual(new Map([[1001, { source: '169.254.64.1', table: '1001' }]]))
  })

  it('default routes of all tables', () => {
    const json = `[{"dst":"default","dev":"qn-dns1","table":"1001","scope":"link","flags":[]},
      {"dst":"default","gateway":"169.254.65.1","dev":"uplink","flags":[]},{"dst":"169.254.65.0/30","dev":"uplink"}]`
    expect(parseDefaults(json)).toEqual(
      new Map([
        ['1001', { device: 'qn-dns1', gateway: undefined }],
        ['main', { device: 'uplink', gateway: '169.254.65.1' }],
      ]),
    )
  })

  it('nothing, where there is nothing to list', () => {
    expect([parseLinks('').size, parseRules('\n').size, parseDefaults('').size, parseSysctls('').size]).toEqual([
      0, 0, 0, 0,
    ])
  })

  it.each<[string, string, string | undefined]>([
    ['leaves', '[{"dst":"192.0.2.1","gateway":"198.51.100.1","dev":"eth0","flags":[]}]', 'eth0'],
    ['is for this host', '[{"type":"local","dst":"192.0.2.1","dev":"lo","flags":[]}]', undefined],
    ['has no route', '', undefined],
  ])('where a packet goes that %s', (_, json, expected) => {
    expect(parseOutDevice(json)).toBe(expected)
  })

  it('kernel settings', () => {
    expect(parseSysctls('/proc/sys/net/ipv4/ip_forward:0\n/proc/sys/net/ipv4/conf/all/rp_filter:2\n')).toEqual(
      new Map([
        ['net.ipv4.ip_forward', '0'],
        ['net.ipv4.conf.all.rp_filter', '2'],
      ]),
    )
  })

  it.each([
    ['table inet x {\n\tcomment "closed 0123"\n\tchain y {\n', 'closed 0123'],
    ['table inet x {\n\tchain y {\n', ''],
  ])('the comment of a table', (text, mark) => {
    expect(parseMark(text)).toBe(mark)
  })
})
