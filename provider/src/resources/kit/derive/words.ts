import { kinds, kindWords } from '@quantumnet/api'
import * as z from 'zod'
import type { Presence } from '../../../framework/index.ts'
import type { Field } from './field.ts'
import type { Hint } from './hints.ts'

/** What is said of an attribute: our own words, else the API's as a sentence; and what of its values the schema knows. */

const sentence = (text: string): string => {
  const begun = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(begun) ? begun : `${begun}.`
}

/** In a configuration, what is null is left out. */
const inTerraform = (text: string, presence: Presence): string =>
  presence === 'computed' ? text : text.replaceAll('null:', 'left out:')

const isKind = (name: string): name is (typeof kinds)[number] => (kinds as readonly string[]).includes(name)

const ABBREVIATIONS: readonly (readonly [RegExp, string])[] = [
  [/\bip\b/, 'IP'],
  [/\bdns\b/, 'DNS'],
  [/\bqos\b/, 'QoS'],
]

/** A kind as it is written in a sentence, such as "floating IP". */
export const kindName = (kind: (typeof kinds)[number]): string =>
  ABBREVIATIONS.reduce((text, [plain, spelt]) => text.replace(plain, spelt), kindWords(kind))

const USUAL: Readonly<Record<string, string>> = { id: 'Its UUID.', name: 'Its name.', description: 'Free text.' }

const ofName = (name: string): string => (isKind(name) ? `Id of the ${kindName(name)}.` : (USUAL[name] ?? ''))

const listed = (values: readonly string[]): string => {
  const quoted = values.map((value) => `\`${value}\``)
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1) ?? ''}`
}

const choices = ({ inner }: Field, said: string): readonly string[] => {
  if (!(inner instanceof z.ZodEnum)) return []
  const values = inner.options.map(String)
  return values.every((value) => said.includes(`\`${value}\``)) ? [] : [`One of ${listed(values)}.`]
}

const usual = ({ fallback }: Field, said: string): readonly string[] => {
  const value = fallback?.value
  const isTold = ['boolean', 'number'].includes(typeof value) || (typeof value === 'string' && value !== '')
  return isTold && !said.includes('Default') ? [`Default: \`${String(value)}\`.`] : []
}

/** Markdown, in sentences; empty where nobody has said anything. */
export const wordsFor = (name: string, field: Field, hint: Hint, presence: Presence): string => {
  const own = hint.text ?? (field.description === undefined ? ofName(name) : sentence(field.description))
  const said = hint.text ?? inTerraform(own, presence)
  return [said, ...choices(field, said), ...usual(field, said)].filter((part) => part !== '').join(' ')
}
