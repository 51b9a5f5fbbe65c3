/** What every page of the documentation has. Pure. */

const OURS = 'This page is generated: change the schema, and run `npm run gen`.'

/** @param parts Markdown; the first is the description, whose first line stands in the page's head */
export const page = (title: string, parts: readonly string[]): string => {
  const [description = ''] = parts
  const first = (description.split('\n')[0] ?? '').replaceAll('"', "'")
  return [`---\npage_title: "${title}"\ndescription: |-\n  ${first}\n---`, `<!-- ${OURS} -->`, `# ${title}`, ...parts]
    .join('\n\n')
    .concat('\n')
}

export const fenced = (language: string, text: string): string => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``

/** A heading, and an example below it. */
export const example = (text: string): readonly string[] => ['## Example Usage', fenced('terraform', text)]
