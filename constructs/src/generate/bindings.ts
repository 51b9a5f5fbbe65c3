import {
  attributesOf,
  attributesOfData,
  type Attributes,
  type Provider,
  type Schema,
} from '@quantumnet/provider/framework'
import { className } from './names.ts'
import { gettersOf, nestedTypes, propertiesOf, shapeOf } from './types.ts'

/** The bindings of a provider: a file for each resource, with its data sources' own files beside it. Pure. */

const OURS = '// Generated from the schema of the provider: change that, and run `npm run gen`.'

interface Binding {
  readonly base: 'BoundResource' | 'BoundDataSource'
  readonly type: string
  readonly own: string
  readonly description: string
  readonly attributes: Attributes
}

const importsOf = (body: string, base: string): string => {
  const objects = body.includes('ComplexObject') ? ['ComplexObject'] : []
  const types = ['IResolvable', 'TerraformMetaArguments'].filter((name) => body.includes(name))
  const lists = body.includes('ObjectList') ? ['ObjectList'] : []
  return [
    `import { ${[...objects, ...types.map((name) => `type ${name}`)].join(', ')} } from 'cdktf'`,
    `import type { Construct } from 'constructs'`,
    `import { ${[base, ...lists].join(', ')} } from '../bindings/elements.ts'`,
  ].join('\n')
}

const bindingText = ({ base, type, own, description, attributes }: Binding): string => {
  const properties = propertiesOf(own, attributes)
  const needed = Object.values(attributes).some(({ presence }) => presence === 'required')
  const body = [
    ...nestedTypes(own, attributes),
    `/** Configuration of a {@link ${own}}. */\nexport interface ${own}Config extends TerraformMetaArguments {\n${properties}\n}`,
    `/** ${description.replaceAll('\n', ' ')} */\nexport class ${own} extends ${base} {
  static readonly tfResourceType = '${type}'
  static readonly shape = ${shapeOf(attributes)}

  constructor(scope: Construct, id: string, config: ${own}Config${needed ? '' : ' = {}'}) {
    super(scope, id, { type: '${type}', config, shape: ${own}.shape })
  }
${gettersOf(own, attributes)}
}`,
  ].join('\n\n')
  return `${OURS}\n${importsOf(body, base)}\n\n${body}\n`
}

const providerText = ({ schema, name, version }: Provider): string => {
  const own = 'QuantumnetProvider'
  return `${OURS}
import type { Construct } from 'constructs'
import { BoundProvider } from '../bindings/elements.ts'

/** Configuration of a {@link ${own}}. */
export interface ${own}Config {
  /** Tells it from other providers of this kind in the stack; constructs name it as \`provider\`. */
  readonly alias?: string | undefined
${propertiesOf(own, schema.attributes)}
}

/** ${schema.description} */
export class ${own} extends BoundProvider {
  /** Its name in Terraform. */
  static readonly tfResourceType = '${name}'

  constructor(scope: Construct, id: string, config: ${own}Config = {}) {
    super(scope, id, { type: '${name}', version: '${version}', config, shape: ${shapeOf(schema.attributes)} })
  }
}
`
}

const fileName = (type: string): string => type.replace('quantumnet_', '').replaceAll('_', '-')

/** Every file by its name, with an index of all. */
export const bindingsOf = (provider: Provider): ReadonlyMap<string, string> => {
  const resources = Object.entries(provider.resources).map(([type, resource]): [string, string] => {
    const { description }: Schema = resource.schema
    const own = `${className(type)}Resource`
    const text = bindingText({ base: 'BoundResource', type, own, description, attributes: attributesOf(resource) })
    return [`${fileName(type)}-resource.ts`, text]
  })
  const data = Object.entries(provider.dataSources ?? {}).map(([type, source]): [string, string] => {
    const { description } = source.schema
    const own = `${className(type)}Data`
    const attributes = attributesOfData(source)
    const text = bindingText({ base: 'BoundDataSource', type, own, description, attributes })
    return [`${fileName(type)}-data.ts`, text]
  })
  const files = new Map([['provider.ts', providerText(provider)], ...resources, ...data])
  const index = [...files.keys()].map((file) => `export * from './${file}'`).join('\n')
  return files.set('index.ts', `${OURS}\n${index}\n`)
}
