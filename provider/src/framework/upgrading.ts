import { failure, Refusal } from './diagnostics.ts'
import type { Identity } from './identity.ts'
import type { Resource } from './resource.ts'

type StoredState = Readonly<Record<string, unknown>>

interface Upgradable {
  readonly version: number
  readonly upgrades: Resource<never>['upgrades'] | undefined
}

const upgrade = (stored: StoredState, from: number, { version: newest, upgrades }: Upgradable): StoredState => {
  let state = stored
  for (let version = from; version < newest; version++) {
    const step = upgrades?.[version]
    if (step === undefined)
      throw new Refusal([
        failure(
          'The stored state is too old',
          `It has schema version ${String(version)}, from which this provider cannot upgrade. ` +
            'Apply once with an earlier version of the provider, or remove the resource from the state and import it.',
        ),
      ])
    state = step(state)
  }
  return state
}

/**
 * A stored state as the current schema version has it.
 * @throws Refusal when a version in between cannot be upgraded
 */
export const upgradeState = (
  { schema, upgrades }: Pick<Resource<never>, 'schema' | 'upgrades'>,
  stored: StoredState,
  from: number,
): StoredState => upgrade(stored, from, { version: schema.version, upgrades })

/** A stored identity as the current version of its schema has it. @throws Refusal as upgradeState does */
export const upgradeIdentity = ({ version, upgrades }: Identity, stored: StoredState, from: number): StoredState =>
  upgrade(stored, from, { version, upgrades })
