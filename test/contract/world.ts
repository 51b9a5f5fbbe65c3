import { allRoutes, exampleIds, pathOf, type Route } from '@quantumnet/api'
import { makers, type Step, type Thing } from './world-makers.ts'

/**
 * A project with one resource of each kind, made from the examples of the create routes: wherever an example names another example's id, the
 * world's own resource takes its place, and is made first. What an example cannot say is in world-makers.ts.
 */

export interface Sent {
  readonly status: number
  readonly body: unknown
}
/** Sends a request as whoever makes the world, with all rights. */
export type Send = (
  route: Route,
  request: { readonly path: string; readonly headers: Readonly<Record<string, string>>; readonly body: unknown },
) => Promise<Sent>

const things = Object.keys(exampleIds) as Thing[]
const thingOf = new Map<unknown, Thing>(things.map((thing) => [exampleIds[thing], thing]))

/** The Idempotency-Key that a thing was made with. */
export const keyOf = (world: string, thing: Thing): string => `${world}-${thing}`

const pascal = (thing: string): string =>
  thing
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')

/** The route that makes a thing; undefined when the contract has none. */
export const creatorOf = (thing: Thing): Route | undefined => {
  const name = makers[thing].route ?? `create${pascal(thing)}`
  return allRoutes.find((route) => route.name === name)
}

/** Things that the contract can make, in the order of the example ids. */
export const makeable = (): Thing[] => things.filter((thing) => creatorOf(thing) !== undefined)

/** Every example id in a value. */
const referencesIn = (value: unknown): Thing[] => {
  const thing = thingOf.get(value)
  if (thing !== undefined) return [thing]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(referencesIn) : []
}

/** A world in the making, and then to work with. */
export class World {
  /** Tells apart what has to be unique in the whole deployment. */
  readonly name: string
  readonly #send: Send
  readonly #ids = new Map<Thing, string>()
  readonly #answers = new Map<Thing, unknown>()

  constructor(name: string, send: Send) {
    this.name = name
    this.#send = send
  }

  /** The id of a thing. @throws Error when it was not made */
  id(thing: Thing): string {
    const id = this.#ids.get(thing)
    if (id === undefined) throw new Error(`the world "${this.name}" has no ${thing}`)
    return id
  }

  has(thing: Thing): boolean {
    return this.#ids.has(thing)
  }

  /** What the creation of a thing was answered with. */
  answer(thing: Thing): unknown {
    return this.#answers.get(thing)
  }

  /** What has this id. @throws Error when nothing does */
  thingOf(id: string): Thing {
    const found = [...this.#ids].find(([, made]) => made === id)
    if (found === undefined) throw new Error(`nothing in the world "${this.name}" has the id ${id}`)
    return found[0]
  }

  /** Ids of all that was made. */
  ids(): string[] {
    return [...this.#ids.values()]
  }

  /** The value with the world's ids in place of the examples'. */
  filled(value: unknown): unknown {
    const thing = thingOf.get(value)
    if (thing !== undefined) return this.#ids.get(thing) ?? value
    if (Array.isArray(value)) return value.map((item) => this.filled(item))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.filled(inner)]))
  }

  /** The body that a thing is made from. */
  bodyOf(thing: Thing): unknown {
    const { body } = makers[thing]
    const example = creatorOf(thing)?.example.body as object | undefined
    return this.filled(body === undefined ? example : { ...example, ...body(this) })
  }

  /** The body that one more of a thing can be made from. */
  bodyOfMore(thing: Thing, name: string): Readonly<Record<string, unknown>> {
    const body = (this.bodyOf(thing) ?? {}) as Readonly<Record<string, unknown>>
    return {
      ...body,
      ...('name' in body && { name }),
      ...(this.filled(makers[thing].more?.(name)) as object | undefined),
    }
  }

  /** Makes a thing, and before it whatever it refers to. */
  async ensure(thing: Thing): Promise<void> {
    const route = creatorOf(thing)
    if (route === undefined || this.#ids.has(thing)) return
    const { after = [], before, body, params } = makers[thing]
    for (const needed of [...after, ...referencesIn({ ...(route.example.body as object), ...body?.(this) })])
      if (needed !== thing) await this.ensure(needed)
    if (before !== undefined) await this.#takeAll(before(this))
    const path = pathOf(route, params?.(this) ?? {}, {})
    const headers = { 'idempotency-key': keyOf(this.name, thing) }
    const { status, body: answer } = await this.#send(route, { path, headers, body: this.bodyOf(thing) })
    this.#require(route, status, answer)
    this.#answers.set(thing, answer)
    this.#ids.set(thing, (answer as { id?: string; name: string }).id ?? (answer as { name: string }).name)
  }

  async #takeAll(steps: readonly Step[]): Promise<void> {
    for (const { route: name, params, body } of steps) {
      const route = allRoutes.find((one) => one.name === name)
      if (route === undefined) throw new Error(`there is no route ${name}`)
      const { status, body: answer } = await this.#send(route, { path: pathOf(route, params, {}), headers: {}, body })
      this.#require(route, status, answer)
    }
  }

  #require({ name }: Route, status: number, answer: unknown): void {
    if (status >= 300) throw new Error(`the world "${this.name}": ${name} answered ${JSON.stringify(answer)}`)
  }
}

/** Makes one thing of each kind that the contract has. */
export const makeWorld = async (name: string, send: Send): Promise<World> => {
  const world = new World(name, send)
  for (const thing of makeable()) await world.ensure(thing)
  return world
}
