import { routes, type Route } from '@quantumnet/api'
import {
  computed,
  defineDataSource,
  failure,
  objectList,
  Refusal,
  required,
  string,
  type Attributes,
  type DataSource,
  type ObjectValue,
  type Value,
} from '../../framework/index.ts'
import type { Connection } from '../kit/connection.ts'
import { readById } from '../kit/data/reading.ts'
import { attributesFrom } from '../kit/derive/attributes.ts'
import { fieldOf, innerShape, shapeOf } from '../kit/derive/field.ts'
import { uuid } from '../kit/kinds.ts'

/** What a resource became: the rows of OVN that stand for it. */

/** The routes that read one of a kind, by the kind: `/v1/security-groups/{id}` reads a security_group. */
const readers: Readonly<Record<string, Route>> = Object.fromEntries(
  Object.values(routes)
    .flatMap((group): Route[] => ('get' in group && 'create' in group ? [group.get] : []))
    .filter(({ answer }) => answer !== undefined && 'realization' in shapeOf(answer))
    .map((route) => [
      route.name
        .replace(/^get/, '')
        .replace(/(?!^)([A-Z])/g, '_$1')
        .toLowerCase(),
      route,
    ]),
)

const kindNames = Object.keys(readers).sort()

const rowAttributes = (): Attributes => {
  const field = shapeOf(readers['network']?.answer)['realization']
  const row = field === undefined ? undefined : innerShape(fieldOf(field).inner)
  return attributesFrom(
    { view: row ?? {} },
    { uuid: { text: 'UUID of the row.' }, name: { text: 'Its name, where it has one.' } },
  )
}

const isKind = (kind: string): boolean => kindNames.includes(kind)

const attributes: Attributes = {
  kind: required(string, 'What it is, such as `port` or `security_group`.', {
    check: (kind) => (isKind(kind) ? [] : [{ path: [], message: `must be one of ${kindNames.join(', ')}` }]),
  }),
  id: required(uuid, 'Its id.'),
  rows: computed(objectList(rowAttributes()), 'The rows in OVN; none while it is not there yet.'),
}

export const realization: DataSource<Connection> = defineDataSource<Connection, Attributes>({
  schema: {
    version: 0,
    description: 'What a resource became in OVN, row by row. For operators of its project.',
    attributes,
  },
  read: async (config, call) => {
    const { kind, id } = config as unknown as { readonly kind: string; readonly id: string }
    const route = readers[kind]
    if (route === undefined) throw new Refusal([failure('No such kind', `There is no kind ${kind}.`, ['kind'])])
    const answer: ObjectValue = await readById('quantumnet_realization', route, id, call)
    const rows: Value = answer['realization'] ?? []
    return { kind, id, rows }
  },
})
