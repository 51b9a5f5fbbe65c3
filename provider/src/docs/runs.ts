import type { Provider } from '../framework/index.ts'
import { ephemeralExample, listExample } from './examples.ts'
import { example, fenced, page } from './page.ts'
import { schemaMarkdown } from './schema.ts'

/** Pages of what exists for the time of one run, or is looked for by `terraform query`. Pure. */

/** By the path of each page. */
export const ephemeralPages = ({ ephemerals = {} }: Provider): [string, string][] =>
  Object.entries(ephemerals).map(([type, { schema }]) => [
    `ephemeral-resources/${type.replace('quantumnet_', '')}.md`,
    page(`${type} (Ephemeral Resource)`, [
      schema.description,
      'Needs Terraform 1.10 or newer, or OpenTofu 1.11. Its values may go where Terraform keeps nothing: into the configuration of another provider, a provisioner, or a write-only attribute; not into the configuration of the provider that opens it, but into a second one with an `alias`.',
      ...example(ephemeralExample(type)),
      schemaMarkdown(schema.attributes),
    ]),
  ])

/** By the path of each page. */
export const listPages = ({ resources }: Provider): [string, string][] =>
  Object.entries(resources).flatMap(([type, { list }]): [string, string][] => {
    if (list === undefined) return []
    return [
      [
        `list-resources/${type.replace('quantumnet_', '')}.md`,
        page(`${type} (List Resource)`, [
          list.schema.description,
          'Needs Terraform 1.14 or newer. In a file whose name ends in `.tfquery.hcl`:',
          ...example(listExample(type)),
          'What it finds is shown, and becomes configuration with import blocks by their identity:',
          fenced('shell', 'terraform query\nterraform query -generate-config-out=found.tf'),
          'The `config` block:',
          schemaMarkdown(list.schema.attributes),
        ]),
      ],
    ]
  })
