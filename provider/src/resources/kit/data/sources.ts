import {
  computed,
  defineDataSource,
  failure,
  listOf,
  objectList,
  Refusal,
  string,
  type Attribute,
  type Attributes,
  type DataSource,
  type Finding,
  type ObjectValue,
  type Value,
} from '../../../framework/index.ts'
import type { Connection } from '../connection.ts'
import { kindName } from '../derive/words.ts'
import { uuid } from '../kinds.ts'
import { readAll, readById } from './reading.ts'
import { queryOf, selectorsOf } from './selectors.ts'
import { shownAttributes, type ShownKind } from './shown.ts'

/** The two data sources of a kind: the one resource that something selects, and all that it selects. */

const pluralOf = ({ routes }: ShownKind): string => routes.list.path.slice('/v1/'.length).replaceAll('-', '_')

const typesOf = (of: ShownKind): { readonly one: string; readonly many: string } => ({
  one: `quantumnet_${of.kind}`,
  many: `quantumnet_${pluralOf(of)}`,
})

const byId: Attribute = {
  kind: uuid,
  presence: 'optional-computed',
  description: 'Its id. Stands alone: other attributes select by what they say.',
}

const selectedBy = (config: ObjectValue, selectors: Attributes): readonly string[] =>
  Object.keys(selectors).filter((name) => config[name] !== null)

const selectionFindings = (config: ObjectValue, selectors: Attributes): readonly Finding[] => {
  const others = selectedBy(config, selectors)
  if (config['id'] === null && others.length === 0)
    return [{ path: [], message: `Needs something to select by: id, or ${Object.keys(selectors).join(', ')}.` }]
  if (config['id'] === null) return []
  return others.map((name) => ({ path: [name], message: 'An id selects alone. Leave one of the two out.' }))
}

/** Empty where there is none. */
const idText = (id: Value | undefined): string => (typeof id === 'string' ? id : '')

const theOnly = (found: readonly ObjectValue[], of: ShownKind): ObjectValue => {
  const [first, second] = found
  const { one, many } = typesOf(of)
  if (first === undefined)
    throw new Refusal([failure('Not found', `Nothing that the token may see is selected. ${many} may find nothing.`)])
  if (second !== undefined) {
    const ids = found.slice(0, 5).map(({ id }) => `\n  - ${idText(id)}`)
    const detail = `${String(found.length)} are selected, such as${ids.join('')}\n\nSelect one, or use ${many}.`
    throw new Refusal([failure(`More than one ${one}`, detail)])
  }
  return first
}

/** The one that something selects. */
export const single = (of: ShownKind): DataSource<Connection> => {
  const shown = shownAttributes(of)
  const selectors = selectorsOf(of, shown)
  const attributes: Attributes = { ...shown, ...selectors, id: byId }
  const typeName = typesOf(of).one
  return defineDataSource<Connection, Attributes>({
    schema: {
      version: 0,
      description: `One ${kindName(of.kind)}, by its id or by what selects it alone. ${of.description}`,
      attributes,
    },
    validate: (config) => selectionFindings(config as ObjectValue, selectors),
    read: async (config, call) => {
      const asked = config as ObjectValue
      const id = idText(asked['id'])
      const answer =
        id !== ''
          ? await readById(typeName, of.routes.get, id, call)
          : theOnly(await readAll(typeName, of.routes.list, queryOf(of, asked), call), of)
      // A filter that the resource does not show stands as it was configured.
      const kept = Object.fromEntries(Object.keys(selectors).map((name) => [name, asked[name] ?? null]))
      return { ...kept, ...of.stateOf(answer) }
    },
  })
}

/** All that something selects. */
export const several = (of: ShownKind): DataSource<Connection> => {
  const shown = shownAttributes(of)
  const plural = pluralOf(of)
  const selectors = selectorsOf(of, {})
  const attributes: Attributes = {
    ...selectors,
    ids: computed(listOf(string), 'Their ids, the oldest first.'),
    [plural]: computed(objectList(shown), 'What is selected, the oldest first.'),
  }
  return defineDataSource<Connection, Attributes>({
    schema: {
      version: 0,
      description: `All ${plural.replaceAll('_', ' ')} that the token may see, or those that something selects. There may be none.`,
      attributes,
    },
    read: async (config, call) => {
      const asked = config as ObjectValue
      const found = await readAll(typesOf(of).many, of.routes.list, queryOf(of, asked), call)
      return { ...asked, ids: found.map(({ id }) => id), [plural]: found.map((answer) => of.stateOf(answer)) }
    },
  })
}
