import type { Attribute, Attributes, Type } from '../framework/index.ts'

/** A schema as Markdown, in the sections of Terraform's registry. Pure. */

const SECTIONS = [
  ['Required', ['required']],
  ['Optional', ['optional', 'optional-computed', 'defaulted']],
  ['Read-Only', ['computed']],
] as const

const NAMES = { string: 'String', number: 'Number', bool: 'Boolean' } as const

/** A type in words, such as "List of String". */
export const plainType = (type: Type): string => {
  if (typeof type === 'string') return NAMES[type]
  if ('list' in type) return `List of ${plainType(type.list)}`
  if ('set' in type) return `Set of ${plainType(type.set)}`
  return 'map' in type ? `Map of ${plainType(type.map)}` : 'Object'
}

const NESTED = { single: 'Attributes', list: 'Attributes List', map: 'Attributes Map' } as const

const typeName = ({ kind: { type, nested }, block }: Attribute): string => {
  if (block === true) return 'Block'
  return nested === undefined ? plainType(type) : NESTED[nested.mode]
}

const anchor = (path: readonly string[]): string => `nestedatt--${path.join('--')}`

const forcesReplacement = ({ plan = [] }: Attribute): boolean => plan.some(({ replaces }) => replaces !== undefined)

const line = (name: string, attribute: Attribute, path: readonly string[]): string => {
  const notes = [typeName(attribute), ...(attribute.sensitive === true ? ['Sensitive'] : [])]
  const more = attribute.kind.nested === undefined ? '' : ` (see [below](#${anchor([...path, name])}))`
  const replaced = forcesReplacement(attribute) ? ' **A change makes a new resource.**' : ''
  return `- \`${name}\` (${notes.join(', ')}) ${attribute.description}${replaced}${more}`
}

const sectionsOf = (attributes: Attributes, path: readonly string[], level: string): readonly string[] =>
  SECTIONS.flatMap(([title, presences]) => {
    const listed = Object.entries(attributes)
      .filter(([, { presence }]) => (presences as readonly string[]).includes(presence))
      .sort(([one], [other]) => (one < other ? -1 : 1))
    if (listed.length === 0) return []
    return [`${level} ${title}`, listed.map(([name, attribute]) => line(name, attribute, path)).join('\n')]
  })

const nestedSections = (attributes: Attributes, path: readonly string[]): readonly string[] =>
  Object.entries(attributes).flatMap(([name, { kind }]) => {
    if (kind.nested === undefined) return []
    const here = [...path, name]
    return [
      `<a id="${anchor(here)}"></a>\n### Nested Schema for \`${here.join('.')}\``,
      ...sectionsOf(kind.nested.attributes, here, '####'),
      ...nestedSections(kind.nested.attributes, here),
    ]
  })

export const schemaMarkdown = (attributes: Attributes): string =>
  ['## Schema', ...sectionsOf(attributes, [], '###'), ...nestedSections(attributes, [])].join('\n\n')
