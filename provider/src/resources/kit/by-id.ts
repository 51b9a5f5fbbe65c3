import { validate as isUuid } from 'uuid'
import { failure, Refusal, string, type Identity, type ObjectValue } from '../../framework/index.ts'

/** What every resource of the API is told by. */

/** An import by the id of the resource. @throws Refusal for what is no UUID */
export const importById = (id: string): ObjectValue => {
  if (isUuid(id)) return { id }
  throw new Refusal([failure('Not an id', `"${id}" is no UUID. Import by the id that the API and the console show.`)])
}

/** The identity (Terraform 1.12) is the id too. */
export const byId: Identity = {
  version: 0,
  attributes: { id: { kind: string, description: 'UUID of the resource.' } },
  of: ({ id = null }) => ({ id }),
  toState: ({ id = null }) => importById(typeof id === 'string' ? id : ''),
}
