import { fieldErrorsOf, type FieldError } from '@quantumnet/api'
import { DefaultTokenResolver, StringConcat, Token, Tokenization } from 'cdktf'
import { Construct, type IConstruct } from 'constructs'
import type { z } from 'zod'
import { snakeCase, toTerraform, type Shape } from '../bindings/values.ts'

/** Early checks by the schemas of the API itself, so that what an app refuses is what the server would refuse. */

/** A schema of a request, whose fields are asked one by one. */
type Request = z.ZodObject

/** Whether any part of a value is known only to Terraform. */
const hasToken = (value: unknown): boolean => {
  if (Token.isUnresolved(value)) return true
  if (Array.isArray(value)) return value.some(hasToken)
  return typeof value === 'object' && value !== null && Object.entries(value).flat().some(hasToken)
}

/** Where the API has null for "none", Terraform has the word. */
const asRequested = (value: unknown, field: z.ZodType): unknown =>
  value === 'none' && field.safeParse(null).success ? null : value

const worded = ({ pointer, message, allowed }: FieldError): string => {
  const where = pointer === '' ? '' : `${pointer.slice(1).replaceAll('/', '.').replaceAll('~1', '/')}: `
  const more = allowed === undefined || message.includes(allowed) ? '' : `; allowed: ${allowed}`
  return `${where}${message}${more}`
}

/** A value is told back no longer than this. */
const LONGEST_TOLD = 200

const told = (value: unknown): string => {
  const text = JSON.stringify(value)
  return text.length > LONGEST_TOLD ? `${text.slice(0, LONGEST_TOLD)}…` : text
}

/** What the API would say of a value of this field. */
export const problemsOf = (value: unknown, field: z.ZodType): readonly string[] => {
  const input = asRequested(value, field)
  const { error } = field.safeParse(input)
  return error === undefined ? [] : fieldErrorsOf(error, 'body', field, input).map(worded)
}

/** Refuses what a construct was made with. @throws Error always */
export const refuse = (construct: IConstruct, problem: string): never => {
  throw new Error(`${construct.constructor.name} "${construct.node.path}": ${problem}`)
}

/** A binding (L1), which knows which of its attributes are nested. */
interface Binding {
  readonly shape: Shape
}

/**
 * The configuration as it is, once each of its values that is known by now is one that the API takes.
 * @throws Error that names the construct, the property, its value and what is allowed
 */
export const checked = <C extends object>(construct: Construct, request: Request, binding: Binding, config: C): C => {
  const fields = request.shape as Readonly<Record<string, z.ZodType>>
  for (const [name, value] of Object.entries(config) as [string, unknown][]) {
    const field = fields[snakeCase(name)]
    if (field === undefined || value === undefined || hasToken(value)) continue
    const [sent] = Object.values(toTerraform({ [name]: value }, binding.shape) as object) as unknown[]
    const problems = problemsOf(sent, field)
    if (problems.length > 0) refuse(construct, `${name} is ${told(value)}: ${problems.join('; ')}`)
  }
  return config
}

const resolver = new DefaultTokenResolver(new StringConcat())

/** An id as Terraform refers to it, such as `var.subnet`: a token's own text has another number in each run. */
const textOf = (scope: IConstruct, id: string): string =>
  String(Tokenization.resolve(id, { scope, resolver, preparing: false })).replaceAll(/\$\{|\}/g, '')

/** What names the relation of a construct to something else: its path where this app makes it, else its id. */
export const keyOf = (construct: IConstruct, other: object, id: string): string => {
  if (Construct.isConstruct(other)) return other.node.path
  return Token.isUnresolved(id) ? textOf(construct, id) : id
}
