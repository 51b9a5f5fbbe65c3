import { failure, Refusal } from './diagnostics.ts'
import type { Resource } from './resource.ts'

type StoredState = Readonly<Record<string, unknown>>

/**
 * A stored state as the current schema version has it.
 * @throws Refusal when a version in between cannot be upgraded
 */
export const upgradeState = (
  resource: Pick<Resource<never>, 'schema' | 'upgrades'>,
  stored: StoredState,
  from: number,
): StoredState => {
  let state = stored
  for (let version = from; version < resource.schema.version; version++) {
    const upgrade = resource.upgrades?.[version]
    if (upgrade === undefined)
      throw new Refusal([
        failure(
          'The stored state is too old',
          `It has schema version ${String(version)}, from which this provider cannot upgrade. ` +
            'Apply once with an earlier version of the provider, or remove the resource from the state and import it.',
        ),
      ])
    state = upgrade(state)
  }
  return state
}
