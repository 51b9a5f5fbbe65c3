import { CreatePort, portRoutes } from '@quantumnet/api'
import { apiResource } from '../kit/crud.ts'
import { endpointOf } from '../kit/endpoint.ts'
import { createBody, plan, stateOf, updateBody } from './model.ts'
import { review } from './review.ts'
import { schema } from './schema.ts'

export const port = apiResource({
  typeName: 'quantumnet_port',
  schema,
  endpoint: endpointOf(portRoutes),
  createSchema: CreatePort,
  createBody,
  updateBody,
  stateOf,
  plan,
  review,
})
