import { isKind, type Key } from './key.ts'

/** The tag of every row of ours, in `external_ids`: whose it is, what it stands for. Rows without it are never touched. */
const OWNER = 'qn-owner'
const KIND = 'qn-kind'
const ID = 'qn-id'

/** What people find a row by; nothing is decided by it. */
export interface Labels {
  readonly name?: string | undefined
  readonly project?: string | undefined
  readonly vm?: string | undefined
  readonly rule?: string | undefined
}

export interface Owner {
  readonly deployment: string
  readonly key: Key
}

/** Text for OVN to repeat. Logs and tools print it unquoted: short, and nothing that moves a cursor. */
export const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 63)

/** `external_ids` of a row of ours. */
export const tag = ({ deployment, key }: Owner, labels: Labels = {}): Readonly<Record<string, string>> => ({
  [OWNER]: deployment,
  [KIND]: key.kind,
  [ID]: key.id,
  ...Object.fromEntries(
    Object.entries(labels).flatMap(([label, text]: [string, string | undefined]) =>
      text === undefined || text === '' ? [] : [[`qn-${label}`, printable(text)]],
    ),
  ),
})

// Ids are asked of PostgreSQL, which refuses a whole statement for one that is no UUID.
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Whose a row is by its `external_ids`; undefined when it has no tag, or one that we would not write. */
export const parseOwner = (externalIds: ReadonlyMap<string, string>): Owner | undefined => {
  const [deployment, kind, id] = [externalIds.get(OWNER), externalIds.get(KIND), externalIds.get(ID)]
  if (deployment === undefined || id === undefined || !UUID.test(id) || !isKind(kind)) return undefined
  return { deployment, key: { kind, id } }
}

/** Which part of its root a row stands for, where its label says so. */
export const ruleOf = (externalIds: ReadonlyMap<string, string>): string | undefined => externalIds.get('qn-rule')
