import { CreateNetwork, networkRoutes } from '@quantumnet/api'
import { bodyFindings } from '../kit/body-findings.ts'
import { apiResource } from '../kit/crud.ts'
import { shownBy } from '../kit/data/shown.ts'
import { endpointOf } from '../kit/endpoint.ts'
import { createBody, stateOf, updateBody } from './model.ts'
import { schema } from './schema.ts'
import { validate } from './validate.ts'

export const network = apiResource({
  typeName: 'quantumnet_network',
  schema,
  endpoint: endpointOf(networkRoutes),
  createBody,
  updateBody,
  stateOf,
  projectFromProvider: { unless: undefined },
  validate: (config) => [...bodyFindings(CreateNetwork, createBody(config), config), ...validate(config)],
})

export const shownNetwork = shownBy({ kind: 'network', routes: networkRoutes, schema, stateOf })
