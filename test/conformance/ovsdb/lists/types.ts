import type { WireType } from './database.ts'

/** How a type reads, in the words of the README's table. */
export type Kind = 'scalar' | 'optional' | 'set' | 'map'

const atomic = ['integer', 'real', 'boolean', 'string', 'uuid'] as const
const id = ['uuid', '00000000-0000-4000-8000-000000000001']

/** Types that a schema may give to a column, and the default that a row then has. */
export const goodTypes: readonly (readonly [type: WireType, kind: Kind])[] = [
  ...atomic.map((type) => [type, 'scalar'] as const),
  ...atomic.map((type) => [{ key: type }, 'scalar'] as const),
  ...atomic.map((type) => [{ key: { type } }, 'scalar'] as const),
  [{ key: { type: 'integer', enum: ['set', [-1, 4, 5]] } }, 'scalar'],
  [{ key: { type: 'integer', minInteger: 5 } }, 'scalar'],
  [{ key: { type: 'integer', maxInteger: 7 } }, 'scalar'],
  [{ key: { type: 'integer', minInteger: -5, maxInteger: 10 } }, 'scalar'],
  [{ key: { type: 'real', enum: ['set', [1.5, 0, 2.75]] } }, 'scalar'],
  [{ key: { type: 'real', minReal: -1.5 } }, 'scalar'],
  [{ key: { type: 'real', maxReal: 1e5 } }, 'scalar'],
  [{ key: { type: 'real', minReal: -2.5, maxReal: 3.75 } }, 'scalar'],
  [{ key: { type: 'boolean', enum: true } }, 'scalar'],
  [{ key: { type: 'string', enum: ['set', ['def', 'abc']] } }, 'scalar'],
  [{ key: { type: 'string', minLength: 1 } }, 'scalar'],
  [{ key: { type: 'string', maxLength: 5 } }, 'scalar'],
  [{ key: { type: 'string', minLength: 1, maxLength: 5 } }, 'scalar'],
  [{ key: { type: 'uuid', enum: id } }, 'scalar'],
  [{ key: { type: 'uuid', refTable: 'Other' } }, 'scalar'],
  [{ key: { type: 'uuid', refTable: 'Other', refType: 'weak' }, min: 0 }, 'optional'],
  [{ key: 'real', min: 1, max: 1 }, 'scalar'],
  [{ key: 'boolean', min: 0 }, 'optional'],
  [{ key: 'uuid', min: 1, max: 3 }, 'set'],
  [{ key: 'string', min: 0, max: 3 }, 'set'],
  [{ key: 'integer', min: 0, max: 'unlimited' }, 'set'],
  [{ key: 'real', min: 1, max: 'unlimited' }, 'set'],
  [{ key: 'integer', value: 'boolean' }, 'map'],
  [{ key: 'boolean', value: 'integer', min: 1, max: 1 }, 'map'],
  [{ key: 'uuid', value: 'real', min: 1, max: 5 }, 'map'],
  [{ key: 'string', value: 'uuid', min: 0, max: 10 }, 'map'],
  [{ key: 'real', value: 'string', min: 1, max: 20 }, 'map'],
  [{ key: 'string', value: 'real', min: 0, max: 'unlimited' }, 'map'],
  // The default of every combination: nothing where that is allowed, else the zero of the type.
  ...atomic.flatMap((key) =>
    [0, 1].flatMap((min) => [
      [{ key, min, max: 2 }, 'set'] as const,
      ...atomic.map((value) => [{ key, value, min }, 'map'] as const),
    ]),
  ),
]

/**
 * Types that no server takes into a schema. The client reads schemas from servers, which have checked them; so it refuses
 * only what it could not work with (`both`), and leaves the rest to them.
 */
export const badTypes: readonly (readonly [by: 'both' | 'server', type: unknown, why: string])[] = [
  ['both', 'void', 'no such atomic type'],
  ['both', { key: 'void' }, 'no such atomic type'],
  ['both', { key: { type: 'void' } }, 'no such atomic type'],
  ['both', { key: {} }, 'no type'],
  ['both', {}, 'no key'],
  ['both', { value: 'integer' }, 'no key'],
  ['both', { key: 'integer', value: 'void' }, 'no such atomic type'],
  ['both', 5, 'not a type'],
  ['both', null, 'not a type'],
  ['server', { key: { type: 'integer', minInteger: 5, maxInteger: 3 } }, 'bounds the wrong way round'],
  ['server', { key: { type: 'real', minReal: 555, maxReal: 444 } }, 'bounds the wrong way round'],
  ['server', { key: { type: 'string', minLength: 5, maxLength: 3 } }, 'bounds the wrong way round'],
  ['server', { key: { type: 'string', maxLength: -1 } }, 'negative length'],
  ['server', { key: { type: 'uuid', refTable: 'a-b-c' } }, 'no table has such a name'],
  ['server', { key: { type: 'uuid', refTable: 'Nowhere' } }, 'no such table'],
  ['server', { key: 'real', min: 5, max: 3 }, 'sizes the wrong way round'],
  ['server', { key: 'real', max: -1 }, 'negative size'],
  ['server', { key: 'real', min: -1 }, 'negative size'],
  ['server', { key: 'real', min: 10, max: 'unlimited' }, 'a minimum of more than one'],
]
