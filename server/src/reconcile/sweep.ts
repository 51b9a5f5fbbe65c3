import type { Drift } from '@quantumnet/api'
import type { Queryable } from '../db/pool.ts'
import { plan } from '../ovn/diff.ts'
import { keyText, type Key, type KeyText, type Kind } from '../ovn/key.ts'
import type { Northbound } from '../ovn/northbound.ts'
import type { Site } from '../ovn/site.ts'
import { loadRoots, pagesOfKeys, type Root } from './roots.ts'

/** How all of OVN differs from all of PostgreSQL. */
export interface Survey {
  /** roots to reconcile that lose no row by it, or that are tombstones */
  readonly differing: readonly Key[]
  /** roots that exist, but have more rows in OVN than they ask for */
  readonly excessive: readonly Key[]
  /** roots that OVN holds rows of, and PostgreSQL nothing */
  readonly orphans: readonly Key[]
  /** rows of ours */
  readonly owned: number
  /** rows of ours that nothing asks for */
  readonly surplus: number
  /** kinds of the orphans that PostgreSQL has no root of at all */
  readonly emptied: readonly Kind[]
}

const PAGE = 500

export interface SurveyContext {
  readonly db: Queryable
  readonly northbound: Northbound
  readonly site: Site
}

/** Compares everything, in pages, and changes nothing. */
export const survey = async ({ db, northbound, site }: SurveyContext): Promise<Survey> => {
  // What OVN holds is noted first: a root that comes meanwhile is then in neither, and one that goes is looked at again below.
  const owned = northbound.ownedKeys()
  const seen = new Set<KeyText>()
  const differing: Key[] = []
  const excessive: Key[] = []
  let surplus = 0
  for await (const keys of pagesOfKeys(db, site, PAGE)) {
    const roots = await loadRoots(db, keys, site)
    const removals = compare([...roots.values()], northbound)
    for (const [text, { key, row }] of roots) {
      seen.add(text)
      const removed = row?.deleting === true ? 0 : (removals.get(text) ?? 0)
      surplus += removed
      if (removed > 0) excessive.push(key)
      else if (removals.has(text) || isBehind(row)) differing.push(key)
    }
  }
  const orphans = await stillUnknown(
    { db, northbound, site },
    [...owned.values()].flatMap(({ key }) => (seen.has(keyText(key)) ? [] : [key])),
  )
  const kindsSeen = new Set([...seen].map((text) => text.slice(0, text.indexOf(':'))))
  return {
    differing,
    excessive,
    orphans,
    owned: [...owned.values()].reduce((sum, { rows }) => sum + rows, 0),
    surplus: surplus + orphans.reduce((sum, key) => sum + (owned.get(keyText(key))?.rows ?? 0), 0),
    emptied: [...new Set(orphans.map(({ kind }) => kind))].filter((kind) => !kindsSeen.has(kind)),
  }
}

/** Roots that differ, and how many rows they would lose. One that cannot be rendered or waits for another differs, and says so when tried. */
const compare = (roots: readonly Root[], northbound: Northbound): ReadonlyMap<KeyText, number> => {
  const removals = new Map<KeyText, number>()
  const desired = roots.flatMap(({ key, render }) => {
    try {
      return [{ key, rows: render() }]
    } catch {
      removals.set(keyText(key), 0)
      return []
    }
  })
  const { changed, blocked } = plan(desired, northbound)
  for (const [text, { removed }] of changed) removals.set(text, removed)
  for (const { key } of blocked) removals.set(keyText(key), 0)
  return removals
}

/** OVN is as it should be, but PostgreSQL does not say so: a status was not written, or a tombstone not ended. */
const isBehind = (row: Root['row']): boolean =>
  row !== undefined && (row.deleting || row.appliedGeneration < row.generation || row.conditions.length > 0)

const stillUnknown = async ({ db, northbound, site }: SurveyContext, keys: readonly Key[]): Promise<readonly Key[]> => {
  const roots = await loadRoots(db, keys, site)
  return keys.filter((key) => !roots.has(keyText(key)) && northbound.owned(key).length > 0)
}

const FEW_ROWS = 20
const SHARE = 0.2

/**
 * Why a sweep must not remove what it found surplus; undefined when it may. In ordinary life nothing is ever surplus, because a row goes from
 * PostgreSQL only after it went from OVN: much of it, or a whole kind, means that PostgreSQL was emptied or restored.
 */
export const brake = ({
  owned,
  surplus,
  emptied,
}: Pick<Survey, 'owned' | 'surplus' | 'emptied'>): string | undefined => {
  const ask = `nothing is removed until POST /v1/drift:repair confirms it with confirm_surplus = ${String(surplus)}`
  if (emptied.length > 0)
    return `OVN holds rows of the kind ${emptied.join(', ')}, of which PostgreSQL has none at all: ${ask}`
  if (surplus > Math.max(FEW_ROWS, owned * SHARE))
    return `${String(surplus)} of ${String(owned)} rows in OVN are unknown to PostgreSQL: ${ask}`
  return undefined
}

/** The survey as the API tells it. */
export const driftOf = (found: Survey, blocked: string | undefined): Drift => ({
  blocked: blocked ?? brake(found) ?? null,
  missing: found.differing.length + found.excessive.length,
  surplus: found.surplus,
  owned: found.owned,
})
