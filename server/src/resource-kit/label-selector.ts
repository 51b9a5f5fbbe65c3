import { fieldError, type DomainError } from '../errors.ts'

/**
 * Label selectors: requirements with commas between, all of which have to hold: `env=prod`, `tier!=db`, `zone in (a,b)`, `zone notin (c)`,
 * `gpu` (has the label), `!spot` (has it not). `!=` and `notin` also hold where the label is missing, as in Kubernetes. A value with a blank,
 * a comma, a parenthesis or a quote is written as JSON: `note="a, b"`. Pure.
 */
export interface Requirement {
  readonly key: string
  readonly operator: 'in' | 'notin' | 'exists' | 'missing'
  /** of `in` and `notin` */
  readonly values: readonly string[]
}

export type LabelSelector = readonly Requirement[]

/** Keys are those that labels may have. */
const KEY = '(?:[a-z0-9.-]{1,128}/)?[A-Za-z0-9][A-Za-z0-9._-]{0,62}'
const VALUE = '"(?:[^"\\\\]|\\\\.)*"|[^\\s,()"!=]*'
const MOST_REQUIREMENTS = 32

const BODY = `\\s*(?:(?<missing>!)\\s*(?<absent>${KEY})|(?<key>${KEY})(?:\\s*(?<equals>==?|!=)\\s*(?<value>${VALUE})|\\s+(?<set>in|notin)\\s*\\((?<list>(?:"(?:[^"\\\\]|\\\\.)*"|[^()"])*)\\))?)`
const REQUIREMENT = new RegExp(`${BODY}\\s*(?:,|$)`, 'y')
/** Where what cannot be read begins like a requirement. */
const BEGINNING = new RegExp(BODY, 'y')
const LISTED = new RegExp(`\\s*(?<value>${VALUE})\\s*(?:,|$)`, 'y')

const unquoted = (text: string): string | undefined => {
  if (!text.startsWith('"')) return text
  try {
    return String(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** The values of `in (...)`; undefined when they cannot be read. */
const listOf = (text: string): string[] | undefined => {
  const values: string[] = []
  for (let at = 0; at <= text.length; at = LISTED.lastIndex) {
    LISTED.lastIndex = at
    const value = unquoted(LISTED.exec(text)?.groups?.['value'] ?? '"')
    if (value === undefined) return undefined
    values.push(value)
    if (LISTED.lastIndex >= text.length && !text.endsWith(',')) break
    if (LISTED.lastIndex === at) break
  }
  return values
}

const requirementOf = (groups: Readonly<Record<string, string | undefined>>): Requirement | undefined => {
  const { missing, absent = '', key = '', equals, value = '', set, list = '' } = groups
  if (missing !== undefined) return { key: absent, operator: 'missing', values: [] }
  if (equals !== undefined) {
    const text = unquoted(value)
    return text === undefined ? undefined : { key, operator: equals === '!=' ? 'notin' : 'in', values: [text] }
  }
  if (set === undefined) return { key, operator: 'exists', values: [] }
  const values = listOf(list)
  return values === undefined ? undefined : { key, operator: set === 'in' ? 'in' : 'notin', values }
}

const LONGEST_SHOWN = 60
/** A part of a selector as an error shows it. */
const quoted = (text: string): string =>
  JSON.stringify(text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}…`)

/** What is wrong with the requirement that begins at `at`, and cannot be read. */
const troubleOf = (selector: string, at: number): string => {
  const [from] = /[^,]*/.exec(selector.slice(at).trimStart()) ?? ['']
  if (from === '') return `has no requirement at character ${String(at + 1)}`
  BEGINNING.lastIndex = at
  const beginning = BEGINNING.exec(selector)?.[0]
  if (beginning === undefined) return `${quoted(from.trim())} at character ${String(at + 1)} is no requirement`
  const end = at + beginning.length
  const [rest] = /[^,]*/.exec(selector.slice(end)) ?? ['']
  const read = quoted(beginning.trim())
  return rest.trim() === ''
    ? `${read} at character ${String(at + 1)} has a value in quotes that is no JSON string`
    : `${quoted(rest.trim())} at character ${String(end + rest.search(/\S/) + 1)} is not expected after ${read}`
}

const invalid = (selector: string, message: string): DomainError =>
  fieldError('invalid_request', {
    pointer: '?label_selector',
    message,
    value: selector,
    allowed: `1 to ${String(MOST_REQUIREMENTS)} requirements with commas between, each of them key=value (or key==value), key!=value, key in (value,…), key notin (value,…), key, or !key; a value with blanks or any of , ( ) " ! = is written as JSON: note="a, b"`,
  })

/** @throws DomainError invalid_request */
export const parseLabelSelector = (selector: string): LabelSelector => {
  const requirements: Requirement[] = []
  let at = 0
  do {
    REQUIREMENT.lastIndex = at
    const groups = REQUIREMENT.exec(selector)?.groups
    const requirement = groups === undefined ? undefined : requirementOf(groups)
    if (requirement === undefined) throw invalid(selector, troubleOf(selector, at))
    if (requirements.length === MOST_REQUIREMENTS)
      throw invalid(selector, `has more than ${String(MOST_REQUIREMENTS)} requirements`)
    requirements.push(requirement)
    at = REQUIREMENT.lastIndex
  } while (at < selector.length)
  if (selector.endsWith(',')) throw invalid(selector, troubleOf(selector, at))
  return requirements
}

/** Conditions in SQL on a jsonb column of labels. @param place makes a value a parameter, and gives its place */
export const labelConditions = (selector: LabelSelector, column: string, place: (value: unknown) => string): string[] =>
  selector.map(({ key, operator, values }) => {
    const at = `${place(key)}::text`
    switch (operator) {
      case 'exists':
        return `${column} ? ${at}`
      case 'missing':
        return `not ${column} ? ${at}`
      case 'in':
        return `${column} ->> ${at} = any(${place(values)}::text[])`
      case 'notin':
        return `coalesce(${column} ->> ${at} <> all(${place(values)}::text[]), true)`
    }
  })
