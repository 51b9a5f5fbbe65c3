import { describe, expect, it } from '@jest/globals'
import type { DnsRecordType, DnsRecordValue } from '@quantumnet/api'
import { DomainError } from '../../errors.ts'
import { canonicalValues, checkFitsBeside, checkRecord, hostnameMet, nearestZone } from './rules.ts'

const refusalOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof DomainError) return error.message
    throw error
  }
  return 'accepted'
}

const srv = (target: string, port = 5060): DnsRecordValue => ({ priority: 10, weight: 5, port, target })
const mx = (exchange: string, preference = 10): DnsRecordValue => ({ preference, exchange })
const heavy = JSON.parse('{"preference":10,"exchange":"mail.example.com","weight":1}') as DnsRecordValue
const caa = (tag: string, value: string, flags = 0): DnsRecordValue => ({ flags: flags as 0 | 128, tag, value })

describe('values by type', () => {
  it.each<[DnsRecordType, DnsRecordValue[], DnsRecordValue[]]>([
    ['A', ['10.0.0.1', '0.0.0.0'], ['10.0.0.1', '0.0.0.0']],
    ['AAAA', ['2001:DB8:0::1'], ['2001:db8::1']],
    ['CNAME', ['Web.Example.COM.'], ['web.example.com']],
    ['CNAME', ['_x1.acm-validations.aws.example'], ['_x1.acm-validations.aws.example']],
    ['PTR', ['my_printer._ipp._tcp.shop.internal'], ['my_printer._ipp._tcp.shop.internal']],
    ['TXT', ['', 'v=spf1 -all', 'grün "x" \\ '], ['', 'v=spf1 -all', 'grün "x" \\ ']],
    ['SRV', [srv('SIP1.shop.internal.')], [srv('sip1.shop.internal')]],
    ['SRV', [srv('.')], [srv('.')]],
    ['MX', [mx('Mail.example.com')], [mx('mail.example.com')]],
    ['CAA', [caa('issue', 'ca.example')], [caa('issue', 'ca.example')]],
    ['CAA', [caa('issue', ';', 128)], [caa('issue', ';', 128)]],
    ['CAA', [caa('issuewild', 'ca.example; account=230123')], [caa('issuewild', 'ca.example; account=230123')]],
    ['CAA', [caa('iodef', 'mailto:security@example.com')], [caa('iodef', 'mailto:security@example.com')]],
    ['CAA', [caa('contactemail', 'x@example.com')], [caa('contactemail', 'x@example.com')]],
  ])('%s %j', (type, values, canonical) => {
    expect(canonicalValues(type, values)).toEqual(canonical)
  })

  const name =
    'must be an absolute name such as "db.shop.internal", lower-case labels of at most 63 letters, digits and inner hyphens'
  it.each<[DnsRecordType, DnsRecordValue[], string]>([
    ['A', ['2001:db8::1'], '/values/0: must be an IPv4 address such as 10.0.0.10'],
    ['A', ['10.0.0.1', '10.0.0.01'], '/values/1: must be an IPv4 address such as 10.0.0.10'],
    ['AAAA', ['10.0.0.1'], '/values/0: must be an IPv6 address such as 2001:db8::10'],
    ['CNAME', ['db'], `/values/0: ${name} or underscores`],
    ['CNAME', ['10.0.0.1'], `/values/0: ${name} or underscores`],
    ['CNAME', ['*.shop.internal'], `/values/0: ${name} or underscores`],
    ['CNAME', ['.'], `/values/0: ${name} or underscores`],
    ['MX', [mx('_mail.example.com')], `/values/0/exchange: ${name}, or "." for none`],
    ['MX', [mx('mail.example.com', 65_536)], '/values/0/preference: must be a whole number from 0 to 65535'],
    ['MX', ['10 mail.example.com'], '/values/0: must be an object with preference and exchange'],
    ['SRV', [mx('mail.example.com')], '/values/0/priority: must be a whole number from 0 to 65535'],
    ['SRV', [srv('sip1.shop.internal', -1)], '/values/0/port: must be a whole number from 0 to 65535'],
    ['MX', [heavy], '/values/0/weight: must be left out: a value of type MX has preference, exchange'],
    ['CAA', [caa('issue', 'ca.example', 1)], '/values/0/flags: must be 0 or 128'],
    [
      'CAA',
      [caa('Issue', 'ca.example')],
      '/values/0/tag: must be 1 to 15 lower-case letters or digits such as "issue"',
    ],
    [
      'CAA',
      [caa('issue', 'ca example')],
      '/values/0/value: must be a CA’s domain, or ";" for none, as the tag is "issue"',
    ],
    [
      'CAA',
      [caa('iodef', 'security@example.com')],
      '/values/0/value: must be a URL that begins with mailto:, http:// or https://, as the tag is "iodef"',
    ],
    ['TXT', ['a\0b'], '/values/0: must be Unicode text without the character U+0000 and without unpaired surrogates'],
    ['TXT', [mx('mail.example.com')], '/values/0: must be text of at most 4096 characters'],
  ])('%s: not %j', (type, values, message) => {
    expect(refusalOf(() => canonicalValues(type, values))).toBe(message)
  })
})

const check = (name: string, type: DnsRecordType, values: readonly DnsRecordValue[], zone = 'shop.internal'): string =>
  refusalOf(() => {
    checkRecord({ name, type, values, fqdn: name === '@' ? zone : `${name}.${zone}` })
  })

describe('a record in its zone', () => {
  it.each<[string, DnsRecordType, DnsRecordValue[]]>([
    ['web', 'CNAME', ['web.example.com']],
    ['*', 'CNAME', ['shop.internal']],
    ['@', 'A', ['10.0.0.1']],
    ['@', 'MX', [mx('mail.example.com'), mx('mail.example.com', 20)]],
    ['@', 'MX', [mx('.', 0)]],
    ['ns', 'TXT', ['x']],
    ['ns.web', 'A', ['10.0.0.1']],
    ['_sip._tcp', 'SRV', [srv('a.shop.internal'), srv('b.shop.internal')]],
    ['_sip._tcp.office.bern', 'SRV', [srv('.')]],
    ['a'.repeat(63), 'TXT', ['x']],
  ])('%s %s %j', (name, type, values) => {
    expect(check(name, type, values)).toBe('accepted')
  })

  it.each<[string, DnsRecordType, DnsRecordValue[], string]>([
    [
      '@',
      'CNAME',
      ['web.example.com'],
      '/type: a CNAME record is alone at its name, and the zone itself has SOA and NS records',
    ],
    ['web', 'CNAME', ['a.example', 'b.example'], '/values: a name is an alias of one name only'],
    ['web', 'CNAME', ['web.shop.internal'], '/values/0: is the name of the record itself'],
    ['web', 'A', ['10.0.0.1', '10.0.0.2', '10.0.0.1'], '/values/2: is there twice'],
    ['@', 'MX', [mx('a.example'), mx('a.example')], '/values/1: is there twice'],
    ['@', 'MX', [mx('a.example'), mx('.', 0)], '/values/1: "." says that nobody offers it, and others do'],
    [
      '@',
      'MX',
      [mx('.', 5)],
      '/values/0/preference: says how much "." is preferred, which means that no mail is taken',
    ],
    ['ns', 'A', ['10.0.0.1'], '/name: is the zone’s own name server'],
    ['sip', 'SRV', [srv('a.shop.internal')], '/name: does not begin with service and protocol'],
    ['*._tcp', 'SRV', [srv('a.shop.internal')], '/name: does not begin with service and protocol'],
    ['_sip._tcp', 'SRV', [srv('.'), srv('a.example')], '/values/0: "." says that nobody offers it, and others do'],
    [
      `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(48)}`,
      'TXT',
      ['x'],
      '/name: makes the absolute name 254 characters long',
    ],
  ])('%s %s is refused: %j', (name, type, values, message) => {
    expect(check(name, type, values)).toBe(message)
  })
})

describe('the size of a record', () => {
  it('of one text is at most 4096 characters', () => {
    expect(canonicalValues('TXT', ['x'.repeat(4096)])).toHaveLength(1)
    expect(refusalOf(() => canonicalValues('TXT', ['x'.repeat(4097)]))).toBe(
      '/values/0: must be text of at most 4096 characters',
    )
  })

  it('of all values is at most what fits into one message', () => {
    const texts = (count: number): string[] =>
      Array.from({ length: count }, (_, n) => String(10 + n) + 'x'.repeat(4089))
    expect(check('txt', 'TXT', texts(14))).toBe('accepted')
    expect(check('txt', 'TXT', texts(15))).toBe('/values: take 61800 bytes in an answer')
  })
})

describe('the port that a record would meet', () => {
  it.each<[string, DnsRecordType, ReturnType<typeof hostnameMet>]>([
    ['vm1', 'A', { hostname: 'vm1', wildcard: false }],
    ['vm1', 'AAAA', { hostname: 'vm1', wildcard: false }],
    ['vm1', 'CNAME', { hostname: 'vm1', wildcard: false }],
    ['*.vm1', 'A', { hostname: 'vm1', wildcard: true }],
    ['vm1', 'TXT', undefined],
    ['vm1', 'MX', undefined],
    ['*.vm1', 'TXT', undefined],
    ['www.vm1', 'A', undefined],
    ['*.www.vm1', 'A', undefined],
    ['@', 'A', undefined],
    ['*', 'A', undefined],
  ])('%s %s', (name, type, met) => {
    expect(hostnameMet({ name, type })).toEqual(met)
  })
})

describe('a name in a zone that several projects may have', () => {
  const label = 'x'.repeat(50)
  const long = [label, label, label, label].join('.')
  it.each<[boolean, string, string]>([
    [true, long, `${long}.corp.example`],
    [false, `ab.${long}`, `ab.${long}.corp.example`],
    [true, '9', '9.0.10.in-addr.arpa'],
    [false, long, `${long}.0.10.in-addr.arpa`],
  ])('%s: %s', (fits, name, fqdn) => {
    const check = expect(() => {
      checkFitsBeside({ name, fqdn })
    })
    if (fits) check.not.toThrow()
    else check.toThrow('/name')
  })
})

describe('the zone of a name', () => {
  const zones = ['example.com', 'a.example.com', 'xa.example.com'].map((name) => ({ name }))
  it.each<[string, string | undefined]>([
    ['www.example.com', 'example.com'],
    ['a.example.com', 'a.example.com'],
    ['b.a.example.com', 'a.example.com'],
    ['*.a.example.com', 'a.example.com'],
    ['ya.example.com', 'example.com'],
    ['example.org', undefined],
  ])('%s is %s', (fqdn, name) => {
    expect(nearestZone(fqdn, zones)?.name).toBe(name)
  })
})
