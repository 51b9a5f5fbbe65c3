import { DnsRecordType, dnsRecordRoutes, type DnsRecordValue } from '@quantumnet/api'
import { isWhollyKnown, required, setOf, string, type ObjectValue, type Value } from '../../framework/index.ts'
import type { DerivedKind } from '../kit/derive/resource.ts'
import { canonicalTexts, readValue, writeValue } from './values.ts'

const own = {
  values: required(
    setOf(string),
    'What it answers, as in a zone file: an address for `A` and `AAAA`; an absolute name for `CNAME` and `PTR`; `10 5 5060 sip.example.org` (priority, weight, port, target) for `SRV`; `10 mail.example.org` for `MX`; `0 issue "ca.example.org"` for `CAA`; text for `TXT`, without quotes.',
  ),
}

const textsOf = (value: Value | undefined): readonly string[] | undefined =>
  Array.isArray(value) && isWhollyKnown(value) ? (value as readonly string[]) : undefined

/** Of values that mean the same in both, the spelling that is there already. */
const inSpellingOf = (reference: ObjectValue, values: Value | undefined): Value => {
  const type = DnsRecordType.safeParse(reference['type'])
  const [before, after] = [textsOf(reference['values']), textsOf(values)]
  if (!type.success || before === undefined || after === undefined) return values ?? null
  const [had, has] = [before, after].map((texts) => canonicalTexts(type.data, texts)?.join('\n'))
  return had !== undefined && had === has ? before : after
}

export const dnsRecord: DerivedKind = {
  kind: 'dns_record',
  routes: dnsRecordRoutes,
  description:
    'All records of one name and type. They are seen in the networks of their project only. Names that ports have by themselves are not among them.',
  hints: {
    project: {
      fromProvider: true,
      text: "Id of the project, whose own zone it is in. With a `zone`, it is the zone's.",
    },
    zone: { text: 'Id of the zone. Left out: the own zone of the project, `<dns_label>.internal`.' },
    name: {
      text: 'Its name below the zone: labels of letters, digits, `_` and inner hyphens; `*` may be the first. `@`: the zone itself.',
    },
    fqdn: { steady: true, text: 'The absolute name, without the dot at the end.' },
    ttl: { text: 'Seconds that an answer may be kept, up to 86400. Default: `5`.' },
  },
  own,
  projectUnless: 'zone',
  toBody: ({ values: texts, ...body }, { type }) => ({
    ...body,
    ...(Array.isArray(texts) && {
      values: (texts as readonly unknown[]).map((text) =>
        typeof text === 'string' && typeof type === 'string' ? readValue(type, text) : text,
      ),
    }),
  }),
  settle: ({ planned, prior }) => {
    const values = planned as ObjectValue
    return prior === null ? values : { ...values, values: inSpellingOf(prior as ObjectValue, values['values']) }
  },
  complete: (state, reference) => ({
    ...state,
    values: inSpellingOf(reference, (state['values'] as unknown as readonly DnsRecordValue[]).map(writeValue)),
  }),
}
