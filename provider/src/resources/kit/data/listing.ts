import { defineListing, string, type Identity, type ObjectValue, type Resource } from '../../../framework/index.ts'
import type { Connection } from '../connection.ts'
import { importById } from '../crud.ts'
import { readPages } from './reading.ts'
import { queryOf, selectorsOf } from './selectors.ts'
import type { ShownKind } from './shown.ts'

/** What every resource of the API is told by, and how to find all of a kind. */

const byId: Identity = {
  version: 0,
  attributes: { id: { kind: string, description: 'UUID of the resource.' } },
  of: ({ id = null }) => ({ id }),
  toState: ({ id = null }) => importById(typeof id === 'string' ? id : ''),
}

const nameOf = ({ name = null, id = null }: ObjectValue): string =>
  [name, id].find((text): text is string => typeof text === 'string' && text !== '') ?? ''

/** The resource, which has an identity then and can be listed. */
export const listed = (resource: Resource<Connection>, of: ShownKind): Resource<Connection> => {
  const typeName = `quantumnet_${of.kind}`
  const attributes = selectorsOf(of, {})
  const list = defineListing<Connection, typeof resource.schema.attributes, typeof attributes>({
    schema: { version: 0, description: `Finds resources of type ${typeName}.`, attributes },
    async *items(config, call) {
      for await (const page of readPages(typeName, of.routes.list, queryOf(of, config as ObjectValue), call))
        for (const answer of page) yield { displayName: nameOf(answer), state: of.stateOf(answer) }
    },
  })
  return { ...resource, identity: byId, list }
}
