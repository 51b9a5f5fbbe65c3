import { pathOf, type Route } from '@quantumnet/api'
import type { Operation, Schema } from './document.ts'

/** For every parameter of a path and of a query: values that it must refuse. Pure. */

export interface BadParameter {
  readonly what: string
  /** as a refusal points at it: `?name` or `:name` */
  readonly pointer: string
  /** path and query of the request */
  readonly path: string
}

const badTexts = ({
  type,
  format,
  enum: options,
  minimum,
  maximum,
  maxLength,
}: Schema): [what: string, text: string][] => {
  const number = type === 'integer' || type === 'number'
  return [
    ...(number
      ? (
          [
            ['no number', 'many'],
            ['a fraction', '1.5'],
            ['beyond all numbers', '1e999'],
          ] as const
        ).map(([a, b]): [string, string] => [a, b])
      : []),
    ...(minimum === undefined ? [] : [['too small', String(minimum - 1)] satisfies [string, string]]),
    ...(maximum === undefined ? [] : [['too large', String(maximum + 1)] satisfies [string, string]]),
    ...(type === 'boolean' ? [['neither true nor false', 'maybe'] satisfies [string, string]] : []),
    ...(options === undefined ? [] : [['none of the list', 'no-such-value'] satisfies [string, string]]),
    ...(format === undefined ? [] : [[`no ${format}`, 'neither-nor'] satisfies [string, string]]),
    ...(maxLength === undefined ? [] : [['too long', 'x'.repeat(maxLength + 1)] satisfies [string, string]]),
    ['with a NUL', 'a\0b'],
    ['with signs', ' ?!&=\u{1f995}'],
  ]
}

/** Every bad value of the parameters that the schemas of the route refuse. */
export const badParameters = (
  route: Route,
  parameters: NonNullable<Operation['parameters']>,
  params: Readonly<Record<string, string>>,
): BadParameter[] => {
  const refused = (place: 'params' | 'query', name: string, value: unknown): boolean =>
    !(route[place].shape[name] as { safeParse: (value: unknown) => { success: boolean } }).safeParse(value).success
  const inQuery = parameters.filter((one) => one.in === 'query')
  const ofQuery = inQuery.flatMap(({ name, schema }) => [
    ...badTexts(schema)
      .filter(([, text]) => refused('query', name, text))
      .map(([what, text]) => ({ what, pointer: `?${name}`, path: pathOf(route, params, { [name]: text }) })),
    { what: 'sent twice', pointer: `?${name}`, path: `${pathOf(route, params, {})}?${name}=1&${name}=1` },
  ])
  const ofPath = parameters
    .filter((one) => one.in === 'path')
    .flatMap(({ name, schema }) =>
      badTexts(schema)
        .filter(([, text]) => refused('params', name, text))
        .map(([what, text]) => ({ what, pointer: `:${name}`, path: pathOf(route, { ...params, [name]: text }, {}) })),
    )
  const unknown = {
    what: 'unknown',
    pointer: '?no_such_parameter',
    path: pathOf(route, params, { no_such_parameter: 1 }),
  }
  return [...ofQuery, ...ofPath, unknown]
}
