import { attributesOf, attributesOfData, type Provider } from '../framework/index.ts'
import { dataSourceExample, resourceExample } from './examples.ts'
import { functionPages } from './functions.ts'
import { example, fenced, page } from './page.ts'
import { ephemeralPages, listPages } from './runs.ts'
import { schemaMarkdown } from './schema.ts'

/** The pages of the provider's documentation, in the layout of Terraform's registry. Pure. */

const index = (provider: Provider): string =>
  page('QuantumNet Provider', [
    provider.schema.description,
    '## Example Usage',
    fenced(
      'terraform',
      'terraform {\n  required_providers {\n    quantumnet = {\n      source = "quantumnet/quantumnet"\n    }\n  }\n}\n\nprovider "quantumnet" {\n  endpoint       = "https://quantumnet.example.org"\n  default_labels = { env = "prod" }\n}',
    ),
    'The token is best given as `QUANTUMNET_TOKEN` in the environment.',
    '## Installation',
    'A deployment hands out the provider that goes with it: name it in `~/.terraformrc`, or `~/.tofurc`. It runs with Node 20 or later; where there is none, take the one with Node in it, below `/terraform/providers/standalone/`.',
    fenced(
      'terraform',
      'provider_installation {\n  network_mirror {\n    url     = "https://quantumnet.example.org/terraform/providers/"\n    include = ["*/quantumnet/quantumnet"]\n  }\n  direct {\n    exclude = ["*/quantumnet/quantumnet"]\n  }\n}',
    ),
    'In the platform of `npm start` its table has the line to run Terraform with, and the provider is installed already: `. ENVFILE && terraform -chdir=FOLDER plan`.',
    schemaMarkdown(provider.schema.attributes),
  ])

const SOME_ID = '01890a5d-ac96-774b-bcce-b302099a8057'

const importBlock = (type: string, by: string): string => {
  const width = by.indexOf(' ')
  return `import {\n  ${'to'.padEnd(width)} = ${type}.example\n  ${by}\n}`
}

const resourcePages = ({ resources }: Provider): [string, string][] =>
  Object.entries(resources).map(([type, resource]) => [
    `resources/${type.replace('quantumnet_', '')}.md`,
    page(`${type} (Resource)`, [
      resource.schema.description,
      ...example(resourceExample(type)),
      schemaMarkdown(attributesOf(resource)),
      '## Import',
      'By the id that the API and the console show:',
      fenced('shell', `terraform import ${type}.example ${SOME_ID}`),
      'As a block, by the id (Terraform 1.5 or newer, OpenTofu 1.6) or by the identity, which is the id too (Terraform 1.12):',
      fenced('terraform', importBlock(type, `id = "${SOME_ID}"`)),
      fenced('terraform', importBlock(type, `identity = { id = "${SOME_ID}" }`)),
    ]),
  ])

const dataSourcePages = ({ dataSources = {} }: Provider): [string, string][] =>
  Object.entries(dataSources).map(([type, source]) => {
    const { schema } = source
    const selectors = Object.entries(schema.attributes)
      .filter(([, { presence }]) => presence !== 'computed')
      .map(([name]) => name)
    return [
      `data-sources/${type.replace('quantumnet_', '')}.md`,
      page(`${type} (Data Source)`, [
        schema.description,
        ...example(dataSourceExample(type, selectors)),
        schemaMarkdown(attributesOfData(source)),
      ]),
    ]
  })

/** Every page by its path. */
export const pagesOf = (provider: Provider): ReadonlyMap<string, string> =>
  new Map([
    ['index.md', index(provider)],
    ...resourcePages(provider),
    ...dataSourcePages(provider),
    ...ephemeralPages(provider),
    ...listPages(provider),
    ...functionPages(provider),
  ])
