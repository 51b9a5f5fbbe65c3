import { ApiError, ConnectionError, NO_SUBNET, SettleTimeout, type FieldError, type Problem } from '@quantumnet/api'
import { failure, Refusal, type Diagnostic, type Path } from '../../framework/index.ts'

/**
 * The attribute that a JSON pointer (RFC 6901) into a request body means, or `?name` of a query. Fields and attributes have the same names.
 */
export const pathOfPointer = (pointer: string): Path => {
  if (pointer.startsWith('?')) return [pointer.slice(1)]
  if (!pointer.startsWith('/')) return []
  const steps = pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  return steps.map((step) => (/^(0|[1-9]\d*)$/.test(step) ? Number(step) : step))
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)

const isPlain = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value)

/** What of it is wrong, what it is, and what would be taken; nothing is said twice. */
export const fieldDetail = ({ message, value, allowed }: FieldError): string =>
  [
    sentence(message),
    ...(!isPlain(value) || message.includes(String(value)) ? [] : [`Got ${JSON.stringify(value)}.`]),
    ...(allowed === undefined || message.includes(allowed) ? [] : [`Allowed: ${sentence(allowed)}`]),
  ].join(' ')

const listReferrers = (problem: Problem): string =>
  (problem.referrers ?? []).map(({ kind, name, id }) => `\n  - ${kind} "${name}" (${id})`).join('')

/**
 * What a user of Terraform can do about something that is in use. Terraform deletes before it changes what refers to it, unless it is told
 * otherwise, so that neither a replacement nor a reference that is taken out in the same run comes to its turn.
 */
const IN_USE =
  'If it is being replaced, or what refers to it is changed in the same run, set `lifecycle { create_before_destroy = true }` in it ' +
  '(and another name, where names are unique), and apply again. If something outside of this configuration refers to it, remove that first.'

/** Terraform makes what does not refer to one another side by side. */
const SUBNET_FIRST =
  'Terraform makes a subnet at the same time as what does not refer to it. Refer to the subnet, such as by ' +
  '`fixed_ips = [{ subnet = quantumnet_subnet.example.id }]`, or name it in `depends_on`, and apply again.'

const remedyOf = ({ code, remedy, errors = [] }: Problem, attempted: string): string | undefined => {
  if (code === 'in_use' && attempted.startsWith('delete ')) return IN_USE
  return errors.some(({ message }) => message.includes(NO_SUBNET)) ? SUBNET_FIRST : remedy
}

const ofProblem = (problem: Problem, attempted: string): readonly Diagnostic[] => {
  const title = problem.title.charAt(0).toLowerCase() + problem.title.slice(1)
  const told = remedyOf(problem, attempted)
  const remedy = told === undefined ? '' : `\n\n${told}`
  const say = (text: string, path: Path = []): Diagnostic =>
    failure(`Cannot ${attempted}: ${title}`, `${text}${remedy} (${problem.code}, request ${problem.request_id})`, path)
  if (problem.errors !== undefined && problem.errors.length > 0)
    return problem.errors.map((error) => say(fieldDetail(error), pathOfPointer(error.pointer)))
  return [say(sentence(problem.detail) + listReferrers(problem))]
}

/**
 * What the API or the way to it refused, in words for the user; what is neither comes back as it was.
 * @param attempted such as "create quantumnet_port"
 */
export const refusalOf = (error: unknown, attempted: string): unknown => {
  const options = { cause: error }
  if (error instanceof ApiError) return new Refusal(ofProblem(error.problem, attempted), options)
  if (error instanceof ConnectionError || error instanceof SettleTimeout)
    return new Refusal([failure(`Cannot ${attempted}`, sentence(error.message))], options)
  return error
}
