import type { TestServer } from '../harness/server.ts'
import { pathOf, quotaKinds, type ErrorCode, type Route } from '@quantumnet/api'
import { sampleOf, thingIn, thingMade, type Sample } from './samples.ts'
import { keyOf, type World } from './world.ts'
import type { Thing } from './world-makers.ts'

/** How the problems come about that any resource can have: for a route and a code the requests that must meet with it. */

export interface Ground {
  /** with one of each kind, and of some kinds a second one, by the name of `SECOND` */
  readonly world: World
  /** where all is being deleted */
  readonly dying: World
  /** ids of second ones */
  readonly seconds: ReadonlyMap<Thing, string>
  /** Rows of the server's database. */
  readonly rows: TestServer['rows']
  /** Sets the quotas of the world's project; {} takes them away. */
  readonly setQuotas: (quotas: Readonly<Record<string, number>>) => Promise<void>
}

export const SECOND = 'second'
/** An id that nothing has. */
export const NOWHERE = '0198c5a1-0000-7000-8000-0000000000ff'

/** A request; of another route where it only prepares. */
export interface Step extends Sample {
  readonly route?: Route
}

/** Requests of which one has to be refused with the code; they are sent in turn until one is. */
export type Case = (ground: Ground, route: Route) => Step[] | Promise<Step[]>

export type Body = Readonly<Record<string, unknown>>

/** The request with which one more is made, with these fields. */
const creation = (route: Route, { world }: Ground, fields: Body = {}): Sample => {
  const sample = sampleOf(route, world)
  return { ...sample, body: { ...(sample.body as Body), ...fields } }
}

/** Every body with one of the world's ids replaced by another. */
const withIdReplaced = (world: World, { body }: Sample, id: string): unknown[] => {
  const text = JSON.stringify(body)
  return world
    .ids()
    .filter((own) => text.includes(own))
    .map((own) => JSON.parse(text.replaceAll(own, id)) as unknown)
}

const onThing =
  (change: (sample: Sample, ground: Ground, thing: Thing) => Sample): Case =>
  (ground, route) => {
    const thing = thingIn(route)
    return thing === undefined ? [] : [change(sampleOf(route, ground.world), ground, thing)]
  }

/** What a creation and a change both have: a name that another one has. */
const nameTaken: Case = (ground, route) => {
  const made = thingMade(route)
  if (made !== undefined) return [creation(route, ground, { name: (ground.world.answer(made) as Body)['name'] })]
  const thing = thingIn(route)
  const second = thing === undefined ? undefined : ground.seconds.get(thing)
  if (thing === undefined || second === undefined) return []
  const { name } = ground.world.answer(thing) as Body
  return [{ ...sampleOf(route, ground.world, second), body: { name } }]
}

/** Cases by code, for all routes. */
export const commonCases: Readonly<Partial<Record<ErrorCode, Case>>> = {
  not_found: ({ world }, route) => [sampleOf(route, world, NOWHERE)],
  id_taken: (ground, route) => {
    const made = thingMade(route)
    return made === undefined ? [] : [creation(route, ground, { id: ground.world.id(made) })]
  },
  idempotency_mismatch: (ground, route) => {
    const made = thingMade(route)
    if (made === undefined) return []
    const { body, headers } = creation(route, ground)
    // Not as a dry run: that leaves no trace, and looks for none.
    return [
      { path: pathOf(route, {}, {}), body, headers: { ...headers, 'idempotency-key': keyOf(ground.world.name, made) } },
    ]
  },
  quota_exceeded: async (ground, route) => {
    const made = thingMade(route)
    if (made === undefined || !quotaKinds.some((kind) => kind === made)) return []
    await ground.setQuotas({ [made]: 0 })
    return [creation(route, ground)]
  },
  reference_not_found: ({ world }, route) => {
    const sample = sampleOf(route, world)
    return withIdReplaced(world, sample, NOWHERE).map((body) => ({ ...sample, body }))
  },
  being_deleted: ({ world, dying }, route) => {
    if (thingIn(route) !== undefined) return [sampleOf(route, dying)]
    const sample = sampleOf(route, world)
    const text = JSON.stringify(sample.body)
    return world
      .ids()
      .filter((id) => text.includes(id))
      .map((id) => ({ ...sample, body: JSON.parse(text.replaceAll(id, dying.id(world.thingOf(id)))) as unknown }))
  },
  in_use: onThing((sample) => sample),
  precondition_failed: onThing((sample) => ({ ...sample, headers: { 'if-match': '"999999"' } })),
  precondition_required: onThing((sample) => ({ ...sample, headers: {} })),
  immutable_field: onThing((sample) => ({ ...sample, body: { generation: 7 } })),
  name_taken: nameTaken,
}
