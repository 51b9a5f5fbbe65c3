import { CreateNetwork, networkRoutes } from '@quantumnet/api'
import { apiResource } from '../kit/crud.ts'
import { endpointOf } from '../kit/endpoint.ts'
import { createBody, stateOf, updateBody } from './model.ts'
import { schema } from './schema.ts'
import { validate } from './validate.ts'

export const network = apiResource({
  typeName: 'quantumnet_network',
  schema,
  endpoint: endpointOf(networkRoutes),
  createSchema: CreateNetwork,
  createBody,
  updateBody,
  stateOf,
  validate,
})
