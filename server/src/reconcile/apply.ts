import type { Queryable } from '../db/pool.ts'
import { plan, type Plan } from '../ovn/diff.ts'
import { byDependency, keyText, type Key, type KeyText } from '../ovn/key.ts'
import type { Northbound } from '../ovn/northbound.ts'
import type { Desired } from '../ovn/rows.ts'
import type { Site } from '../ovn/site.ts'
import type { Claim } from '../ovn/standing.ts'
import { heldElsewhere, holdsStrangers, waiting, type Failure } from './failures.ts'
import { showsElsewhere } from './realizer.ts'
import { isAsked } from './root-row.ts'
import { loadRoots, type Root } from './roots.ts'

/** What became of one root. */
export interface Outcome {
  readonly root: Root
  /** undefined: OVN holds it as PostgreSQL has it */
  readonly failure: Failure | undefined
  /** Whether hypervisors have anything to do with it: it is in OVN, itself or in the rows of others. */
  readonly shows: boolean
}

export interface Applied {
  readonly outcomes: readonly Outcome[]
  /** PostgreSQL has no such row. What OVN holds of it is a sweep's matter: only a tombstone is a proof of deletion. */
  readonly unknown: readonly Key[]
  /** Somebody else changed the same rows meanwhile. */
  readonly disturbed: readonly Key[]
  /** They would lose what nobody asked for, and the brake is on. */
  readonly withheld: readonly Key[]
}

/** The batch stopped: the claim on OVN or the connection to it is gone. Comparing again is always right. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
  readonly fenced: boolean
  constructor(fenced: boolean, message: string) {
    super(message)
    this.fenced = fenced
  }
}

export interface ApplyContext {
  readonly db: Queryable
  readonly northbound: Northbound
  readonly site: Site
  readonly claim: Claim
  /** Whether roots may lose what no command asked for. */
  readonly mayTake: boolean
  /** Told of every key that is about to be compared: from then on changes of its rows are seen here. */
  readonly onTaken: (key: Key) => void
}

/** How often a batch is widened by roots that others wait for: port, group, group of a rule. */
const MOST_WIDENINGS = 4

/**
 * Makes OVN hold these roots as PostgreSQL has them, in one transaction: the one way from rows to OVN, for changes, retries, sweeps and
 * repairs alike. A transaction that OVN refuses is halved until the root that is wrong stands alone.
 * @throws Interrupted
 */
export const applyKeys = async (context: ApplyContext, keys: readonly Key[]): Promise<Applied> => {
  const roots = new Map(await load(context, keys))
  const unknown = keys.filter((key) => !roots.has(keyText(key)))
  const failures = new Map<KeyText, Failure>()
  const desired = render(roots.values(), failures)
  const widened = await widen(context, { roots, desired, failures })
  const withheld = context.mayTake ? [] : withhold({ roots, desired }, widened)
  const first = withheld.length === 0 ? widened : plan([...desired.values()], context.northbound)
  const ordered = [...desired.values()].sort((a, b) => byDependency(a.key, b.key))
  await execute(context, { desired: ordered, plan: first }, failures)
  const disturbed = new Map<KeyText, Key>()
  for (const each of differing(without(ordered, failures), context.northbound)) {
    const held = heldElsewhere(each, context.northbound)
    if (held === undefined) disturbed.set(keyText(each.key), each.key)
    else failures.set(keyText(each.key), held)
  }
  const unsaid = new Set([...disturbed.keys(), ...withheld.map(keyText)])
  const outcomes = [...roots].flatMap(([text, root]) =>
    unsaid.has(text) ? [] : [{ root, failure: failures.get(text), shows: showsIn(desired.get(text), root) }],
  )
  return { outcomes, unknown, disturbed: [...disturbed.values()], withheld }
}

const showsIn = (desired: Desired | undefined, { key }: Root): boolean =>
  showsElsewhere(key.kind) || (desired?.rows.length ?? 0) > 0

/** Leaves out the roots that would lose what nobody asked for. What refers to their rows finds them in OVN as they are. */
const withhold = ({ roots, desired }: Pick<Batch, 'roots' | 'desired'>, { changed }: Plan): readonly Key[] => {
  const losing = [...changed].flatMap(([text, { taken }]) => {
    const root = roots.get(text)
    return taken > 0 && root !== undefined && !isAsked(root.row) ? [root.key] : []
  })
  for (const key of losing) desired.delete(keyText(key))
  return losing
}

const without = (desired: readonly Desired[], failures: ReadonlyMap<KeyText, Failure>): readonly Desired[] =>
  desired.filter(({ key }) => !failures.has(keyText(key)))

/** Roots that are not in the replica as they should be. After a transaction of ours that is another's doing. */
const differing = (desired: readonly Desired[], northbound: Northbound): readonly Desired[] => {
  const { changed, blocked } = plan(desired, northbound)
  const texts = new Set([...changed.keys(), ...blocked.map(({ key }) => keyText(key))])
  return desired.filter(({ key }) => texts.has(keyText(key)))
}

const load = async (context: ApplyContext, keys: readonly Key[]): Promise<ReadonlyMap<KeyText, Root>> => {
  keys.forEach(context.onTaken)
  return await loadRoots(context.db, keys, context.site)
}

const render = (roots: Iterable<Root>, failures: Map<KeyText, Failure>): Map<KeyText, Desired> => {
  const desired = new Map<KeyText, Desired>()
  for (const { key, render: rows } of roots)
    try {
      desired.set(keyText(key), { key, rows: rows() })
    } catch (error) {
      // Whatever it is, it is about this root alone.
      const message = error instanceof Error ? error.message : String(error)
      failures.set(keyText(key), { type: 'ApplyFailed', reason: 'CannotRender', message })
    }
  return desired
}

interface Batch {
  readonly roots: Map<KeyText, Root>
  readonly desired: Map<KeyText, Desired>
  readonly failures: Map<KeyText, Failure>
}

/** Takes in the roots that others in the batch wait for: after a row was lost, or when two groups name each other. */
const widen = async (context: ApplyContext, { roots, desired, failures }: Batch): Promise<Plan> => {
  for (let round = 0; ; round++) {
    const planned = plan([...desired.values()], context.northbound)
    const owners = new Map(planned.blocked.map(({ missing }) => [keyText(missing.owner), missing.owner]))
    const wanted = [...owners].flatMap(([text, key]) => (roots.has(text) ? [] : [key]))
    if (wanted.length === 0 || round === MOST_WIDENINGS) return planned
    const more = await load(context, wanted)
    if (more.size === 0) return planned
    for (const [text, root] of more) roots.set(text, root)
    for (const [text, root] of render(more.values(), failures)) desired.set(text, root)
  }
}

interface Step {
  readonly desired: readonly Desired[]
  readonly plan: Plan
}

const execute = async (context: ApplyContext, step: Step, failures: Map<KeyText, Failure>): Promise<void> => {
  const { operations, blocked, occupied } = step.plan
  for (const each of blocked) failures.set(keyText(each.key), waiting(each))
  for (const each of occupied) failures.set(keyText(each.key), holdsStrangers(each, context.northbound))
  if (operations.length === 0) return
  const commit = await context.northbound.commit(operations, context.claim)
  switch (commit.outcome) {
    case 'committed':
      return
    case 'fenced':
      throw new Interrupted(true, 'another writer holds the northbound database')
    case 'lost':
      throw new Interrupted(false, commit.message)
    case 'refused':
      await bisect(context, step, failures, { type: 'ApplyFailed', reason: commit.reason, message: commit.message })
  }
}

/**
 * The operations of some of these roots were refused: those of one alone are its own fault. What others refer to comes first in `desired`,
 * so the first half never waits for the second but where two roots name each other; these find each other at the next attempt.
 */
const bisect = async (
  context: ApplyContext,
  step: Step,
  failures: Map<KeyText, Failure>,
  failure: Failure,
): Promise<void> => {
  const suspects = step.desired.filter(({ key }) => step.plan.changed.has(keyText(key)))
  const [only] = suspects
  if (suspects.length === 1 && only !== undefined) {
    failures.set(keyText(only.key), failure)
    return
  }
  const middle = Math.ceil(suspects.length / 2)
  for (const half of [suspects.slice(0, middle), suspects.slice(middle)])
    await execute(context, { desired: half, plan: plan(half, context.northbound) }, failures)
}

/** Removes what OVN holds of roots that PostgreSQL knows nothing of. Only for what a sweep found, with a record of its deletion or a person's word. @throws Interrupted */
export const removeUnknown = async (context: ApplyContext, keys: readonly Key[]): Promise<void> => {
  const roots = await load(context, keys)
  const desired = keys.flatMap((key) => (roots.has(keyText(key)) ? [] : [{ key, rows: [] }]))
  await execute(context, { desired, plan: plan(desired, context.northbound) }, new Map())
}
