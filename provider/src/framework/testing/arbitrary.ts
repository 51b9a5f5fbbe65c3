import type { Attribute, Attributes, Kind } from '../shape.ts'
import { isRecord, UNKNOWN, type ObjectValue, type Value } from '../value.ts'

/** Random configurations by a schema, for property tests: the same seed gives the same values. */

/** Numbers from 0 up to 1, by mulberry32. */
export type Random = () => number

export const randomFrom = (seed: number): Random => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export const pick = <T>(random: Random, choices: readonly [T, ...T[]]): T =>
  choices[Math.floor(random() * choices.length)] ?? choices[0]

/** Values that an attribute may have, by its name; without one, by its kind. */
export type Pools = Readonly<Record<string, readonly [Value, ...Value[]]>>

const some = (random: Random, make: () => Value): Value[] => Array.from({ length: Math.floor(random() * 3) }, make)

export interface Generator {
  readonly random: Random
  readonly pools: Pools
  /** how often a value is unknown, 0 to 1 */
  readonly unknown: number
}

const leaf = ({ random }: Generator, { type }: Kind): Value => {
  if (type === 'bool') return random() < 0.5
  return type === 'number' ? Math.floor(random() * 1000) : pick(random, ['a', 'b', 'c'])
}

const element = (generator: Generator, kind: Kind, name: string): Value =>
  kind.nested !== undefined
    ? randomConfig(kind.nested.attributes, generator)
    : valueOf(generator, kind.element ?? kind, name)

const valueOf = (generator: Generator, kind: Kind, name: string): Value => {
  const { random, pools } = generator
  if (random() < generator.unknown) return UNKNOWN
  const pool = pools[name]
  if (pool !== undefined) return pick(random, pool)
  if (kind.nested?.mode === 'single') return randomConfig(kind.nested.attributes, generator)
  if (typeof kind.type === 'string') return leaf(generator, kind)
  const elements = some(random, () => element(generator, kind, name))
  return 'map' in kind.type
    ? Object.fromEntries(elements.map((value, index) => [`k${String(index)}`, value]))
    : elements
}

const configured = (generator: Generator, name: string, { presence, kind }: Attribute): Value => {
  if (presence === 'computed') return null
  if (presence !== 'required' && generator.random() < 0.5) return null
  return valueOf(generator, kind, name)
}

/** A configuration that Terraform would send: required attributes are there, computed ones are not. */
export const randomConfig = (attributes: Attributes, generator: Generator): ObjectValue =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => [name, configured(generator, name, attribute)]),
  )

const revealed = (generator: Generator, kind: Kind, value: Value, name: string): Value => {
  if (value === UNKNOWN) return valueOf(generator, kind, name)
  const inner = (held: Value): Value =>
    kind.nested !== undefined && isRecord(held)
      ? nowKnown(kind.nested.attributes, held, generator)
      : revealed(generator, kind.element ?? kind, held, name)
  if (Array.isArray(value)) return (value as readonly Value[]).map(inner)
  if (!isRecord(value)) return value
  if (kind.nested?.mode === 'single') return nowKnown(kind.nested.attributes, value, generator)
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, inner(held)]))
}

/** The configuration once all of it is known: what was unknown has become some value, or turned out to be absent. */
export const nowKnown = (attributes: Attributes, config: ObjectValue, generator: Generator): ObjectValue => {
  const knowing = { ...generator, unknown: 0 }
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => {
      const value = config[name] ?? null
      if (value === UNKNOWN) return [name, configured(knowing, name, attribute)]
      return [name, revealed(knowing, attribute.kind, value, name)]
    }),
  )
}
