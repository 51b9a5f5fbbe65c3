/** Whose a northbound database is, as its NB_Global.external_ids say. */

const DEPLOYMENT = 'qn-deployment'
const EPOCH = 'qn-epoch'
const WRITER = 'qn-writer'

export interface Claim {
  readonly deployment: string
  /** of the one writer; it only grows */
  readonly epoch: number
  /** a UUID made for this epoch: a restored PostgreSQL hands out an epoch twice */
  readonly writer: string
}

export type Standing =
  /** It carries our claim: we may write. */
  | { readonly state: 'held' }
  /** Nobody's, or an earlier writer's of this deployment: we may put our claim on it. */
  | { readonly state: 'free' }
  /** A later writer of this deployment has it, or another one of the same epoch: PostgreSQL was restored from a copy that knows neither. */
  | { readonly state: 'later'; readonly epoch: number }
  | { readonly state: 'foreign'; readonly deployment: string }

/** What our claim is worth. A deployment id without a readable epoch is an earlier writer's: epochs begin with 1. */
export const standing = (externalIds: ReadonlyMap<string, string>, claim: Claim): Standing => {
  const deployment = externalIds.get(DEPLOYMENT)
  if (deployment === undefined) return { state: 'free' }
  if (deployment !== claim.deployment) return { state: 'foreign', deployment }
  const epoch = readEpoch(externalIds.get(EPOCH))
  if (epoch < claim.epoch) return { state: 'free' }
  const isOurs = epoch === claim.epoch && externalIds.get(WRITER) === claim.writer
  return isOurs ? { state: 'held' } : { state: 'later', epoch }
}

const readEpoch = (text: string | undefined): number =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : 0

/** The claim as `external_ids`. */
export const claimIds = ({ deployment, epoch, writer }: Claim): Readonly<Record<string, string>> => ({
  [DEPLOYMENT]: deployment,
  [EPOCH]: String(epoch),
  [WRITER]: writer,
})
