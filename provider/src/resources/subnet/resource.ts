import { CreateSubnet, subnetRoutes } from '@quantumnet/api'
import { bodyFindings } from '../kit/body-findings.ts'
import { apiResource } from '../kit/crud.ts'
import { shownBy } from '../kit/data/shown.ts'
import { endpointOf } from '../kit/endpoint.ts'
import { plan } from './addresses.ts'
import { createBody, stateOf, updateBody } from './model.ts'
import { schema } from './schema.ts'
import { validate } from './validate.ts'

export const subnet = apiResource({
  typeName: 'quantumnet_subnet',
  schema,
  endpoint: endpointOf(subnetRoutes),
  createBody,
  updateBody,
  stateOf,
  validate: (config) => [...bodyFindings(CreateSubnet, createBody(config), config), ...validate(config)],
  plan,
})

export const shownSubnet = shownBy({ kind: 'subnet', routes: subnetRoutes, schema, stateOf })
