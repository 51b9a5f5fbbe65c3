import { isGiven, isRecord, isWhollyKnown, UNKNOWN, type ObjectValue, type Value } from '../../framework/index.ts'

/**
 * Labels of the provider's configuration, which every resource gets beside its own. `labels` is what a configuration says, `labels_all` what
 * the resource has.
 */

type Labels = Readonly<Record<string, string>>

const recordOf = (value: Value | undefined): ObjectValue => (isRecord(value) ? value : {})

/** What a resource with these labels of its own is to have. One that is not known leaves all of them unknown. */
export const allLabels = (own: Value | undefined, defaults: Labels): Value => {
  if (own === UNKNOWN || !isWhollyKnown(own ?? null)) return UNKNOWN
  return { ...defaults, ...recordOf(own) }
}

/** What of its labels is its own: what a default does not account for, and what was its own before. */
export const ownLabels = (all: Labels, defaults: Labels, before: Value | undefined): Labels =>
  Object.fromEntries(
    Object.entries(all).filter(([key, value]) => defaults[key] !== value || isGiven(recordOf(before)[key])),
  )
