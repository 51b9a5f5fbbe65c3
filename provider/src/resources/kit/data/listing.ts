import { defineListing, type ObjectValue, type Resource } from '../../../framework/index.ts'
import type { Connection } from '../connection.ts'
import { byId } from '../by-id.ts'
import { readPages } from './reading.ts'
import { queryOf, selectorsOf } from './selectors.ts'
import type { ShownKind } from './shown.ts'

/** How to find all of a kind. */

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
