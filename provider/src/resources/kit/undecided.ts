import { UNKNOWN, type Attributes, type Change } from '../../framework/index.ts'

/**
 * Whether the provider is to say what an attribute will be: the configuration leaves it out, and nothing is planned yet. What the
 * configuration has but does not know yet is unknown too, and is not ours to decide.
 */
export const isUndecided = <A extends Attributes>({ config, planned }: Change<A>, name: keyof A): boolean =>
  config[name] === null && planned[name] === UNKNOWN
