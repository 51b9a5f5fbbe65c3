import { TerraformDataSource, TerraformResource } from 'cdktf'
import { snakeCase } from '../bindings/values.ts'

/** Terraform's names in TypeScript. */

// What an instance has beside its prototypes: a getter of that name would hide it.
const FIELDS = ['node', 'provider', 'count', 'dependsOn', 'lifecycle', 'forEach', 'connection', 'provisioners']
const META_ARGUMENTS = new Set(FIELDS.slice(1))

/**
 * `port_min` as `portMin`.
 * @throws Error for a name that does not come back, which would configure another attribute
 */
export const camelCase = (name: string): string => {
  const camel = name.replace(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase())
  if (snakeCase(camel) !== name) throw new Error(`attribute ${name} has no name in TypeScript that leads back to it`)
  return camel
}

/** `quantumnet_port_forward` as `PortForward`. */
export const className = (name: string): string => {
  const camel = camelCase(name.replace(/^quantumnet_/, ''))
  return camel.charAt(0).toUpperCase() + camel.slice(1)
}

/**
 * Name of the getter of an attribute, on a resource and on what is nested in one; where every resource has a member of that name already, such as `node`,
 * with `Attribute` behind it.
 */
export const getterName = (name: string): string => {
  const camel = camelCase(name)
  const taken = FIELDS.includes(camel) || camel in TerraformResource.prototype || camel in TerraformDataSource.prototype
  return taken ? `${camel}Attribute` : camel
}

/** Name of an attribute in a configuration. @throws Error where Terraform has an argument of that name for every resource */
export const propertyName = (name: string): string => {
  const camel = camelCase(name)
  if (META_ARGUMENTS.has(camel)) throw new Error(`attribute ${name} has the name of an argument of every resource`)
  return camel
}
