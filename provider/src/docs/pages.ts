import { attributesOf, type Provider } from '../framework/index.ts'
import { dataSourceExample, resourceExample } from './examples.ts'
import { schemaMarkdown } from './schema.ts'

/** The pages of the provider's documentation, in the layout of Terraform's registry. Pure. */

const OURS = 'This page is generated: change the schema, and run `npm run gen`.'

const page = (title: string, parts: readonly string[]): string => {
  const [description = ''] = parts
  const first = (description.split('\n')[0] ?? '').replaceAll('"', "'")
  return [`---\npage_title: "${title}"\ndescription: |-\n  ${first}\n---`, `<!-- ${OURS} -->`, `# ${title}`, ...parts]
    .join('\n\n')
    .concat('\n')
}

const fenced = (language: string, text: string): string => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``

const index = (provider: Provider): string =>
  page('QuantumNet Provider', [
    provider.schema.description,
    '## Example Usage',
    fenced(
      'terraform',
      'terraform {\n  required_providers {\n    quantumnet = {\n      source = "quantumnet/quantumnet"\n    }\n  }\n}\n\nprovider "quantumnet" {\n  endpoint       = "https://quantumnet.example.org"\n  default_labels = { env = "prod" }\n}',
    ),
    'The token is best given as `QUANTUMNET_TOKEN` in the environment.',
    schemaMarkdown(provider.schema.attributes),
  ])

const resourcePages = ({ resources }: Provider): [string, string][] =>
  Object.entries(resources).map(([type, resource]) => [
    `resources/${type.replace('quantumnet_', '')}.md`,
    page(`${type} (Resource)`, [
      resource.schema.description,
      '## Example Usage',
      fenced('terraform', resourceExample(type)),
      schemaMarkdown(attributesOf(resource)),
      '## Import',
      'By the id that the API and the console show:',
      fenced('shell', `terraform import ${type}.example 01890a5d-ac96-774b-bcce-b302099a8057`),
    ]),
  ])

const dataSourcePages = ({ dataSources = {} }: Provider): [string, string][] =>
  Object.entries(dataSources).map(([type, { schema }]) => {
    const selectors = Object.entries(schema.attributes)
      .filter(([, { presence }]) => presence !== 'computed')
      .map(([name]) => name)
    return [
      `data-sources/${type.replace('quantumnet_', '')}.md`,
      page(`${type} (Data Source)`, [
        schema.description,
        '## Example Usage',
        fenced('terraform', dataSourceExample(type, selectors)),
        schemaMarkdown(schema.attributes),
      ]),
    ]
  })

/** Every page by its path. */
export const pagesOf = (provider: Provider): ReadonlyMap<string, string> =>
  new Map([['index.md', index(provider)], ...resourcePages(provider), ...dataSourcePages(provider)])
