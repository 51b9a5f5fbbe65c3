import type { Value } from './value.ts'

/** One attribute in the middle of planning an update. */
export interface Planning {
  /** of the attribute; undefined when the object that holds it is new */
  readonly prior: Value | undefined
  /** whether another attribute of the same object is planned to change */
  readonly changes: (sibling: string) => boolean
}

/** A planned change of one attribute of a resource that exists. */
export interface Replacement {
  readonly config: Value
  readonly prior: Value
  readonly planned: Value
}

/** How an attribute behaves in a plan, beyond what its presence says. */
export interface PlanModifier {
  /** What is planned in place of "known after apply" for a value that the provider computes; undefined leaves it unknown. */
  readonly compute?: (planning: Planning) => Value | undefined
  /** Whether a change of the attribute can only be had by a new resource. */
  readonly replaces?: (change: Replacement) => boolean
}

/**
 * The value stays what it is when something else is updated. Without this every computed attribute becomes "known after apply" in each
 * update, and with it everything that refers to it.
 * @param options.unless attributes beside this one, declared before it, whose change may change it
 */
export const useStateForUnknown = (options: { readonly unless?: readonly string[] } = {}): PlanModifier => ({
  compute: ({ prior, changes }) => (options.unless?.some((name) => changes(name)) === true ? undefined : prior),
})

/** The API cannot change the attribute: another value needs a new resource. */
export const requiresReplace = (): PlanModifier => ({ replaces: () => true })

/** As requiresReplace, for some changes only. */
export const requiresReplaceIf = (replaces: (change: Replacement) => boolean): PlanModifier => ({ replaces })
