import { failure, Refusal } from './diagnostics.ts'
import type { Resource } from './resource.ts'
import type { Source } from './move.ts'

type StoredState = Readonly<Record<string, unknown>>

/** The state of a resource that was another one before (`moved`). @throws Refusal when it cannot be that one's */
export const moveState = (resource: Pick<Resource<never>, 'moves'>, typeName: string, source: Source): StoredState => {
  for (const move of resource.moves ?? []) {
    const state = move.typeName === source.typeName ? move.state(source) : undefined
    if (state !== undefined) return state
  }
  const known = (resource.moves ?? []).map((move) => move.typeName)
  throw new Refusal([
    failure(
      'Cannot be moved',
      `A ${source.typeName} of ${source.provider} cannot become a ${typeName}, which can be moved from: ` +
        `${known.length === 0 ? 'nothing else' : known.join(', ')}.`,
    ),
  ])
}
