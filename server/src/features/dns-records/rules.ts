import { isWithin, parseRecordValues, viewZone, type DnsRecordType, type DnsRecordValue } from '@quantumnet/api'
import { canonicalJson } from '../../resource-kit/canonical.ts'
import { DomainError, fieldError } from '../../errors.ts'
import { rrsetBytes } from './wire-size.ts'

/** What DNS itself asks of records, beyond what each value must look like. Pure. */

/** The records of a name and type. */
export interface RecordSet {
  /** below the zone */
  readonly name: string
  /** absolute */
  readonly fqdn: string
  readonly type: DnsRecordType
  readonly values: readonly DnsRecordValue[]
}

/** Types of records by which a name leads to a host: what IPAM makes for hostnames, and what stands for them. */
const leadsToHost = (type: DnsRecordType): boolean => type === 'A' || type === 'AAAA' || type === 'CNAME'

/** Every zone's NS record names it. */
const NAME_SERVER = 'ns'
const LONGEST_NAME = 253
/** A message has 65,535 bytes (RFC 1035 §4.2.2), also for the question, its echo of the name, and EDNS. */
const LARGEST_SET = 60_000

const invalid = (pointer: string, message: string, allowed: string, value?: unknown): DomainError =>
  fieldError('invalid_request', { pointer, message, allowed, ...(value !== undefined && { value }) })

/** Values as their type spells them. @throws DomainError invalid_request */
export const canonicalValues = (type: DnsRecordType, values: readonly DnsRecordValue[]): readonly DnsRecordValue[] => {
  const { values: canonical, problems } = parseRecordValues(type, values)
  const errors = problems.map(({ path, message }) => ({
    pointer: ['/values', ...path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/'),
    message,
    allowed: message.startsWith('must be ') ? message.slice('must be '.length) : `values of type ${type}`,
  }))
  const [first] = errors
  if (first !== undefined) throw new DomainError('invalid_request', `${first.pointer}: ${first.message}`, { errors })
  return canonical
}

const checkValuesDiffer = (values: readonly DnsRecordValue[]): void => {
  const texts = values.map(canonicalJson)
  const seen = new Set<string>()
  texts.forEach((text, index) => {
    if (seen.has(text)) throw invalid(`/values/${String(index)}`, 'is there twice', 'every value once (RFC 2181 §5)')
    seen.add(text)
  })
}

const checkCname = ({ name, fqdn, values }: RecordSet): void => {
  if (name === '@')
    throw invalid(
      '/type',
      'a CNAME record is alone at its name, and the zone itself has SOA and NS records',
      'a name below the zone, or A and AAAA records',
      'CNAME',
    )
  if (values.length > 1) throw invalid('/values', 'a name is an alias of one name only', 'one value')
  if (values[0] === fqdn) throw invalid('/values/0', 'is the name of the record itself', 'another name', fqdn)
}

/** RFC 2782 names services so; other names are asked by nobody. */
const SERVICE = /^_[a-z0-9-]+\._[a-z0-9-]+(\.|$)/

const checkSrv = ({ name, values }: RecordSet): void => {
  if (!SERVICE.test(name))
    throw invalid(
      '/name',
      'does not begin with service and protocol',
      'for example "_sip._tcp" or "_sip._tcp.office" (RFC 2782)',
      name,
    )
  checkNone(values, (value) => typeof value === 'object' && 'target' in value && value.target === '.', 'RFC 2782')
}

const checkMx = ({ values }: RecordSet): void => {
  const isNone = (value: DnsRecordValue): boolean =>
    typeof value === 'object' && 'exchange' in value && value.exchange === '.'
  checkNone(values, isNone, 'RFC 7505')
  if (
    values.some(
      (value) => isNone(value) && typeof value === 'object' && 'preference' in value && value.preference !== 0,
    )
  )
    throw invalid(
      '/values/0/preference',
      'says how much "." is preferred, which means that no mail is taken',
      '0 (RFC 7505)',
    )
}

const checkNone = (
  values: readonly DnsRecordValue[],
  isNone: (value: DnsRecordValue) => boolean,
  rfc: string,
): void => {
  const index = values.findIndex(isNone)
  if (index >= 0 && values.length > 1)
    throw invalid(
      `/values/${String(index)}`,
      '"." says that nobody offers it, and others do',
      `"." alone, or hosts (${rfc})`,
    )
}

const OF_TYPE: Partial<globalThis.Record<DnsRecordType, (record: RecordSet) => void>> = {
  CNAME: checkCname,
  SRV: checkSrv,
  MX: checkMx,
}

/** Whether a zone can have this record. @throws DomainError invalid_request */
export const checkRecord = (record: RecordSet): void => {
  const { name, fqdn, type, values } = record
  if (fqdn.length > LONGEST_NAME)
    throw invalid(
      '/name',
      `makes the absolute name ${String(fqdn.length)} characters long`,
      `an absolute name of at most ${String(LONGEST_NAME)}`,
      name,
    )
  if (name === NAME_SERVER && leadsToHost(type))
    throw invalid('/name', 'is the zone’s own name server', `another name than "${NAME_SERVER}"`, name)
  checkValuesDiffer(values)
  OF_TYPE[type]?.(record)
  const bytes = rrsetBytes(type, values)
  if (bytes > LARGEST_SET)
    throw invalid('/values', `take ${String(bytes)} bytes in an answer`, `at most ${String(LARGEST_SET)} bytes`)
}

/** What a zone that several projects may have is called by the primaries (`viewZone`) is this long, and the name stands below it. */
const LONGEST_BELOW = LONGEST_NAME - viewZone('').length - 32 - 1

/** Whether a zone beside the project's own can have this name. @throws DomainError invalid_request */
export const checkFitsBeside = ({ name, fqdn }: Pick<RecordSet, 'name' | 'fqdn'>): void => {
  const below = fqdn.endsWith('.arpa') ? fqdn : name
  if (below.length > LONGEST_BELOW)
    throw invalid(
      '/name',
      `has ${String(below.length)} characters`,
      `at most ${String(LONGEST_BELOW)} in a zone that is not the project's own`,
      name,
    )
}

/** The hostname of a port that this record of the project's own zone would meet, if there is such a port; `wildcard`: only if the port is one. */
export const hostnameMet = ({
  name,
  type,
}: Pick<RecordSet, 'name' | 'type'>): { hostname: string; wildcard: boolean } | undefined => {
  const wildcard = name.startsWith('*.')
  const hostname = wildcard ? name.slice(2) : name
  return leadsToHost(type) && /^[^.*@]+$/.test(hostname) ? { hostname, wildcard } : undefined
}

/** The zone nearest to a name, among zones that it could lie in. */
export const nearestZone = <Z extends { readonly name: string }>(fqdn: string, zones: readonly Z[]): Z | undefined =>
  zones.filter(({ name }) => isWithin(fqdn, name)).sort((a, b) => b.name.length - a.name.length)[0]
