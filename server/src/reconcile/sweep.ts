import type { Drift } from '@quantumnet/api'
import type { Queryable } from '../db/pool.ts'
import { isRealizedByEdges } from '../features/dns-feed/index.ts'
import { plan } from '../ovn/diff.ts'
import { keyText, type Key, type KeyText } from '../ovn/key.ts'
import type { Northbound } from '../ovn/northbound.ts'
import type { Site } from '../ovn/site.ts'
import { knownToChange, knownToBeDeleted } from './proof.ts'
import { NOT_EVERYWHERE, type Unrealized } from './realizer.ts'
import { isAsked, type RootRow } from './root-row.ts'
import { isOfApply } from './status.ts'
import { loadRoots, pagesOfKeys, type Root } from './roots.ts'

/** How all of OVN differs from all of PostgreSQL. */
export interface Survey {
  /** roots to reconcile that lose nothing by it, or of which somebody asked for it */
  readonly differing: readonly Key[]
  /** roots that exist and would lose something that nobody asked for: rows, memberships or addresses */
  readonly excessive: readonly Key[]
  /** roots of which it is not known that the hypervisors have what was applied */
  readonly unrealized: readonly Unrealized[]
  /** roots that OVN holds rows of, and PostgreSQL only the record of their deletion */
  readonly deleted: readonly Key[]
  /** roots that OVN holds rows of, and PostgreSQL nothing, not even that they were deleted */
  readonly orphans: readonly Key[]
  /** rows of ours */
  readonly owned: number
  /** what the excessive would lose */
  readonly taken: number
  /** rows of orphans */
  readonly unknown: number
  /** all that nothing asks for: `taken`, `unknown` and the rows of the deleted */
  readonly surplus: number
}

const PAGE = 500

export interface SurveyContext {
  readonly db: Queryable
  readonly northbound: Northbound
  readonly site: Site
}

/** Compares everything, in pages, and changes nothing. */
export const survey = async (context: SurveyContext): Promise<Survey> => {
  const { db, northbound, site } = context
  // What OVN holds is noted first: a root that comes meanwhile is then in neither, and one that goes is looked at again below.
  const owned = northbound.ownedKeys()
  const seen = new Set<KeyText>()
  const differing: Key[] = []
  const losing: Key[] = []
  const unrealized: Unrealized[] = []
  for await (const keys of pagesOfKeys(db, site, PAGE)) {
    const roots = await loadRoots(db, keys, site)
    const losses = compare([...roots.values()], northbound)
    for (const [text, root] of roots) {
      seen.add(text)
      if (isUnrealized(root)) unrealized.push({ key: root.key, generation: root.row.appliedGeneration })
      if (!isAsked(root.row) && (losses.get(text) ?? 0) > 0) losing.push(root.key)
      else if (losses.has(text) || isBehind(root)) differing.push(root.key)
    }
  }
  const excessive = await unaskedLosses(context, losing)
  const unknown = await stillUnknown(
    context,
    [...owned.values()].flatMap(({ key }) => (seen.has(keyText(key)) ? [] : [key])),
  )
  const deleted = await knownToBeDeleted(db, unknown)
  const rowsOf = (keys: readonly Key[]): number =>
    keys.reduce((sum, key) => sum + (owned.get(keyText(key))?.rows ?? 0), 0)
  const orphans = unknown.filter((key) => !deleted.has(key.id))
  const taken = [...excessive.values()].reduce((sum, loss) => sum + loss, 0)
  return {
    differing: [...differing, ...losing.filter((key) => !excessive.has(keyText(key)))],
    excessive: losing.filter((key) => excessive.has(keyText(key))),
    unrealized,
    deleted: unknown.filter((key) => deleted.has(key.id)),
    orphans,
    owned: [...owned.values()].reduce((sum, { rows }) => sum + rows, 0),
    taken,
    unknown: rowsOf(orphans),
    surplus: taken + rowsOf(unknown),
  }
}

/** Roots that differ, and how much they would lose. One that cannot be rendered or waits for another differs, and says so when tried. */
const compare = (roots: readonly Root[], northbound: Northbound): ReadonlyMap<KeyText, number> => {
  const losses = new Map<KeyText, number>()
  const desired = roots.flatMap(({ key, render }) => {
    try {
      return [{ key, rows: render() }]
    } catch {
      losses.set(keyText(key), 0)
      return []
    }
  })
  const { changed, blocked, occupied } = plan(desired, northbound)
  for (const [text, { taken }] of changed) losses.set(text, taken)
  for (const { key } of [...blocked, ...occupied]) losses.set(keyText(key), 0)
  return losses
}

/** OVN is as it should be, but PostgreSQL does not say so: a status was not written, or a tombstone not ended. */
const isUnrealized = (root: Root): root is Root & { readonly row: RootRow } =>
  root.row !== undefined &&
  !root.row.deleting &&
  !isRealizedByEdges(root.key.kind) &&
  (root.row.realizedGeneration < root.row.appliedGeneration ||
    root.row.conditions.some(({ type }) => type === NOT_EVERYWHERE))

/** What others say of it, such as of its hypervisors, is no matter of OVN's rows. */
const isBehind = ({ row }: Root): boolean =>
  row !== undefined && (isAsked(row) || row.conditions.some(({ type }) => isOfApply(type)))

/**
 * Of roots that would lose something, how much each loses that no command asked for: one that is in `dirty` is about to lose it, as a group
 * does whose member goes. Looked at a second time, because a reconciler may be at work meanwhile.
 */
const unaskedLosses = async (
  { db, northbound, site }: SurveyContext,
  keys: readonly Key[],
): Promise<ReadonlyMap<KeyText, number>> => {
  const asked = await knownToChange(db, keys)
  const losses = new Map<KeyText, number>()
  const rest = keys.filter((key) => !asked.has(keyText(key)))
  for (let start = 0; start < rest.length; start += PAGE) {
    const roots = await loadRoots(db, rest.slice(start, start + PAGE), site)
    const found = compare([...roots.values()], northbound)
    for (const [text, { row }] of roots) {
      const loss = found.get(text) ?? 0
      if (loss > 0 && !isAsked(row)) losses.set(text, loss)
    }
  }
  return losses
}

const stillUnknown = async ({ db, northbound, site }: SurveyContext, keys: readonly Key[]): Promise<readonly Key[]> => {
  const roots = await loadRoots(db, keys, site)
  return keys.filter((key) => !roots.has(keyText(key)) && northbound.owned(key).length > 0)
}

/** What a person may have changed by hand while nobody looked, and nobody needs to be asked for. */
const FEW = 5

/**
 * Why a sweep must not take away what it found too much; undefined when it may. No command leads to a loss that only a sweep finds, and a row
 * goes from PostgreSQL only after it went from OVN, with a record of it: otherwise PostgreSQL was emptied, or restored from an older copy.
 */
export const brake = ({
  taken,
  unknown,
  surplus,
}: Pick<Survey, 'taken' | 'unknown' | 'surplus'>): string | undefined => {
  const ask = `nothing is taken away until POST /v1/drift:repair confirms it with confirm_surplus = ${String(surplus)}`
  if (unknown > 0)
    return `${String(unknown)} rows in OVN are of resources that PostgreSQL neither has nor has a record of deleting: ${ask}`
  if (taken > FEW)
    return `resources that nobody changed would lose ${String(taken)} rows, memberships or addresses in OVN: ${ask}`
  return undefined
}

/** The survey as the API tells it. */
export const driftOf = (found: Survey, blocked: string | undefined): Drift => ({
  blocked: blocked ?? brake(found) ?? null,
  missing: found.differing.length + found.excessive.length,
  surplus: found.surplus,
  owned: found.owned,
})
