import type { Call, Described, Entry, Value } from './model.ts'

/** The page of the reference. Pure. */

const linked = (text: string, names: ReadonlySet<string>): string =>
  text.replaceAll(/\{@link ([\w.]+) ?([^}]*)\}/g, (_all, name: string, shown: string) => {
    const words = shown === '' ? `\`${name}\`` : shown
    return names.has(name) ? `[${shown === '' ? name : shown}](#${name.toLowerCase()})` : words
  })

const inCell = (text: string): string => text.replaceAll('|', '\\|')

const textOf = ({ text, throws }: Described): string =>
  [text, ...throws.map((each) => `Throws ${each.replace(/^\w+ /, (error) => `\`${error.trim()}\` `)}.`)]
    .filter((each) => each !== '')
    .join(' ')

const callText = (call: Call): string => {
  const text = textOf(call)
  return `- \`${call.signature}\`${text === '' ? '' : `<br>${text}`}`
}

const valueRow = (value: Value): string =>
  `| \`${value.name}${value.optional ? '?' : ''}\` | \`${inCell(value.type)}\` | ${inCell(textOf(value))} |`

const table = (values: readonly Value[]): readonly string[] =>
  values.length === 0 ? [] : [['| | type | |', '| --- | --- | --- |', ...values.map(valueRow)].join('\n')]

const entryText = (entry: Entry, names: ReadonlySet<string>): string => {
  const parts = [
    `### ${entry.name}`,
    textOf(entry),
    ...(entry.type === undefined ? [] : [`\`${entry.type}\``]),
    ...(entry.calls.length === 0 ? [] : [entry.calls.map(callText).join('\n')]),
    ...table(entry.values),
  ]
  return linked(parts.filter((part) => part !== '').join('\n\n'), names)
}

/** The sections, and what is in each. An entry is in the first one that takes it; its properties follow it by their name. */
const SECTIONS: readonly (readonly [
  title: string,
  takes: (entry: Entry, constructs: ReadonlySet<string>) => boolean,
])[] = [
  ['Patterns', ({ source }) => source.startsWith('patterns/')],
  ['Matchers', ({ source }) => source.startsWith('testing/')],
  ['References', ({ source }) => source === 'references'],
  ['Constructs', ({ source }, constructs) => constructs.has(source)],
  ['Labels, connections and the provider', () => true],
]
const ORDER = ['Constructs', 'Patterns', 'Labels, connections and the provider', 'References', 'Matchers']

const HEAD = `# The constructs

<!-- Printed from the doc comments by "npm run gen". -->

What \`@quantumnet/constructs\` exports, and of \`@quantumnet/constructs/testing\` the matchers; \`@quantumnet/constructs-cdktn\` has the same. What they are for is told in
[their README](../constructs/README.md). Bindings (\`@quantumnet/constructs/bindings\`) have the attributes of the [provider's resources](../provider/docs/index.md), with names
such as \`portMin\` for \`port_min\`.`

/** @param entries of all that is exported */
export const referencePage = (entries: readonly Entry[]): string => {
  const names = new Set(entries.map(({ name }) => name))
  const constructs = new Set(entries.filter(({ isConstruct }) => isConstruct).map(({ source }) => source))
  const sectionOf = (entry: Entry): string => SECTIONS.find(([, takes]) => takes(entry, constructs))?.[0] ?? ''
  const sections = ORDER.flatMap((title) => {
    const inside = entries.filter((entry) => sectionOf(entry) === title)
    return inside.length === 0 ? [] : [[`## ${title}`, ...inside.map((entry) => entryText(entry, names))].join('\n\n')]
  })
  return `${[HEAD, ...sections].join('\n\n')}\n`
}
