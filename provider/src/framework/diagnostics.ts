/** Where in a configuration: names of attributes, keys of maps, indexes of lists. */
export type Path = readonly (string | number)[]

/** Something wrong with a value, at a path relative to whatever was looked at. */
export interface Finding {
  readonly path: Path
  readonly message: string
}

/** What Terraform shows to the user, at the line that `path` leads to, or at the whole block when it is empty. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning'
  /** one line, no full stop */
  readonly summary: string
  readonly detail: string
  readonly path: Path
  /** what was thrown, for the log */
  readonly cause?: unknown
}

/** Thrown by a provider's code to refuse with words for the user. Anything else that is thrown is a fault of the provider. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly diagnostics: readonly Diagnostic[]
  constructor(diagnostics: readonly Diagnostic[], options?: ErrorOptions) {
    super(diagnostics.map(({ summary, detail }) => `${summary}: ${detail}`).join('\n'), options)
    this.diagnostics = diagnostics
  }
}

export const failure = (summary: string, detail: string, path: Path = []): Diagnostic => ({
  severity: 'error',
  summary,
  detail,
  path,
})
export const warning = (summary: string, detail: string, path: Path = []): Diagnostic => ({
  severity: 'warning',
  summary,
  detail,
  path,
})

/** `fixed_ips[0].ip`, as people write it. */
export const pathText = (path: Path): string =>
  path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${String(step)}]` : text === '' ? step : `${text}.${step}`),
    '',
  )

export const startsWith = (path: Path, start: Path): boolean => start.every((step, index) => path[index] === step)

/**
 * What to tell of something thrown.
 * @param attempted what was being done, in the user's words: "create quantumnet_port"
 */
export const diagnosticsOf = (error: unknown, attempted: string): readonly Diagnostic[] => {
  if (error instanceof Refusal) return error.diagnostics
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const detail =
    `The provider failed, which is a fault of its own: ${text}\n\n` +
    'Run again with TF_LOG_PROVIDER=debug and report what the log says.'
  return [{ ...failure(`Cannot ${attempted}`, detail), cause: error }]
}
