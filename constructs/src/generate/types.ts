import type { Attribute, Attributes } from '@quantumnet/provider/framework'
import { getterName, propertyName, className } from './names.ts'

/** Interfaces of what is configured and classes of what can be referred to, for attributes and what is nested in them. Pure. */

type Type = Attribute['kind']['type']

const INPUTS = { string: 'string', number: 'number', bool: 'boolean | IResolvable' } as const
const GETTERS = {
  string: ['string', 'getStringAttribute'],
  number: ['number', 'getNumberAttribute'],
  bool: ['IResolvable', 'getBooleanAttribute'],
} as const

const unsupported = (type: Type): Error =>
  new Error(`no binding for type ${JSON.stringify(type)}: teach it to generate/`)

const elementOf = (type: Exclude<Type, string>): 'string' | 'number' | undefined => {
  const element = 'list' in type ? type.list : 'set' in type ? type.set : 'map' in type ? type.map : undefined
  return element === 'string' || element === 'number' ? element : undefined
}

const plainInput = (type: Type): string => {
  if (typeof type === 'string') return INPUTS[type]
  const element = elementOf(type)
  if (element === undefined) throw unsupported(type)
  return 'map' in type ? `Readonly<Record<string, ${element}>>` : `readonly ${element}[]`
}

const plainGetter = (type: Type): readonly [type: string, method: string] => {
  if (typeof type === 'string') return GETTERS[type]
  const element = elementOf(type)
  if (element === undefined) throw unsupported(type)
  if ('map' in type)
    return [`Record<string, ${element}>`, element === 'string' ? 'getStringMapAttribute' : 'getNumberMapAttribute']
  return [`${element}[]`, element === 'string' ? 'getListAttribute' : 'getNumberListAttribute']
}

const doc = (text: string): string => `  /** ${text.replaceAll('*/', '* /').replaceAll('\n', ' ')} */`

const isConfigured = ({ presence }: Attribute): boolean => presence !== 'computed'

/** The names of an attribute's nested types. */
const nestedName = (owner: string, name: string): string => `${owner}${className(name)}`

const property = (owner: string, [name, attribute]: [string, Attribute]): string => {
  const { nested, type } = attribute.kind
  const one = `${nestedName(owner, name)}Config`
  const written =
    nested === undefined ? plainInput(type) : `${nested.mode === 'list' ? `readonly ${one}[]` : one} | IResolvable`
  const declared =
    attribute.presence === 'required'
      ? `${propertyName(name)}: ${written}`
      : `${propertyName(name)}?: ${written} | undefined`
  return `${doc(attribute.description)}\n  readonly ${declared}`
}

const getter = (owner: string, [name, attribute]: [string, Attribute]): string => {
  const { nested, type } = attribute.kind
  if (nested === undefined) {
    const [result, method] = plainGetter(type)
    return `${doc(attribute.description)}\n  get ${getterName(name)}(): ${result} {\n    return this.${method}('${name}')\n  }`
  }
  const one = nestedName(owner, name)
  const [result, made] =
    nested.mode === 'list'
      ? [`ObjectList<${one}>`, `new ObjectList(this, '${name}', ${one})`]
      : [one, `new ${one}(this, '${name}', false)`]
  return `${doc(attribute.description)}\n  get ${getterName(name)}(): ${result} {\n    return ${made}\n  }`
}

/** The properties of a configuration. */
export const propertiesOf = (owner: string, attributes: Attributes): string =>
  Object.entries(attributes)
    .filter(([, attribute]) => isConfigured(attribute))
    .map((entry) => property(owner, entry))
    .join('\n')

/** The getters of what a state holds. A block that stands in the configuration alone has none. */
export const gettersOf = (owner: string, attributes: Attributes): string =>
  Object.entries(attributes)
    .filter(([, { block }]) => block !== true)
    .map((entry) => getter(owner, entry))
    .join('\n')

/** Types of everything nested in these attributes, innermost first. */
export const nestedTypes = (owner: string, attributes: Attributes): readonly string[] =>
  Object.entries(attributes).flatMap(([name, attribute]) => {
    const { nested } = attribute.kind
    if (nested === undefined) return []
    if (nested.mode === 'map') throw unsupported(attribute.kind.type)
    const own = nestedName(owner, name)
    const configured = `/** ${attribute.description.replaceAll('\n', ' ')} */\nexport interface ${own}Config {\n${propertiesOf(own, nested.attributes)}\n}`
    const referred = `/** ${attribute.description.replaceAll('\n', ' ')} */\nexport class ${own} extends ComplexObject {\n${gettersOf(own, nested.attributes)}\n}`
    return [
      ...nestedTypes(own, nested.attributes),
      ...(isConfigured(attribute) ? [configured] : []),
      ...(attribute.block === true ? [] : [referred]),
    ]
  })

/** The `Shape` of these attributes, as a literal. */
export const shapeOf = (attributes: Attributes): string => {
  const nested = Object.entries(attributes).flatMap(([name, attribute]) =>
    attribute.kind.nested === undefined || !isConfigured(attribute)
      ? []
      : [`${name}: ${shapeOf(attribute.kind.nested.attributes)}`],
  )
  return nested.length === 0 ? '{}' : `{ ${nested.join(', ')} }`
}
