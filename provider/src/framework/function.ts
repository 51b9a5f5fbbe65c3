import { diagnosticsOf, pathText, Refusal } from './diagnostics.ts'
import { valueFindings } from './findings.ts'
import type { Faces, Kind } from './shape.ts'
import type { Value } from './value.ts'

/** Functions that a configuration calls, as `provider::NAME::FUNCTION(...)`: pure, and asked before anything is configured. */

export interface Parameter<F extends Faces = Faces> {
  readonly name: string
  readonly kind: Kind<F>
  /** Markdown. */
  readonly description: string
}

export const parameter = <F extends Faces>(name: string, kind: Kind<F>, description: string): Parameter<F> => ({
  name,
  kind,
  description,
})

type Parameters = readonly Parameter[]
type ArgumentsOf<P extends Parameters> = {
  readonly [I in keyof P]: P[I] extends Parameter<infer F> ? F['known'] : never
}

export interface ProviderFunction {
  /** one line without Markdown */
  readonly summary: string
  /** Markdown. */
  readonly description: string
  readonly parameters: Parameters
  /** takes any number of arguments after the others, which come as one list */
  readonly variadic?: Parameter
  readonly returns: Kind
  /** @throws Refusal whose paths begin with the index of the argument that is meant */
  call(...args: readonly never[]): Value
}

/** A function whose arguments have the types of its parameters, those of the variadic one as a last list. */
export const defineFunction = <const P extends Parameters, R extends Faces, V extends Faces = Faces>(definition: {
  readonly summary: string
  readonly description: string
  readonly parameters: P
  readonly variadic?: Parameter<V>
  readonly returns: Kind<R>
  readonly call: (...args: [...ArgumentsOf<P>, ...(readonly V['known'][])[]]) => R['known']
}): ProviderFunction => definition as unknown as ProviderFunction

export interface FunctionFailure {
  readonly text: string
  /** index of the argument that is wrong; undefined: none of them alone */
  readonly argument: number | undefined
}

const failureAt = (path: readonly (string | number)[], text: string): FunctionFailure => {
  const [argument, ...inner] = path
  return {
    text: inner.length === 0 ? text : `${pathText(inner)}: ${text}`,
    argument: typeof argument === 'number' ? argument : undefined,
  }
}

/** Which parameter takes the argument at this index. */
export const parameterAt = ({ parameters, variadic }: ProviderFunction, index: number): Parameter | undefined =>
  parameters[index] ?? variadic

/** Calls a function with arguments that have the types of its parameters. Never throws. */
export const callFunction = (
  name: string,
  of: ProviderFunction,
  args: readonly Value[],
): { readonly result: Value } | { readonly failure: FunctionFailure } => {
  for (const [index, value] of args.entries()) {
    const kind = parameterAt(of, index)?.kind
    const [finding] = kind === undefined ? [] : valueFindings(kind, value, [index])
    if (finding !== undefined) return { failure: failureAt(finding.path, finding.message) }
  }
  const count = of.parameters.length
  const given = of.variadic === undefined ? args : [...args.slice(0, count), args.slice(count)]
  try {
    return { result: of.call(...(given as never[])) }
  } catch (error) {
    const [told] = diagnosticsOf(error, `call ${name}`)
    const text =
      told === undefined ? 'failed' : error instanceof Refusal ? told.detail : `${told.summary}. ${told.detail}`
    return { failure: failureAt(told?.path ?? [], text) }
  }
}
