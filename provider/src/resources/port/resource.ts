import { CreatePort, portRoutes } from '@quantumnet/api'
import { bodyFindings } from '../kit/body-findings.ts'
import { apiResource } from '../kit/crud.ts'
import { shownBy } from '../kit/data/shown.ts'
import { endpointOf } from '../kit/endpoint.ts'
import { createBody, stateOf, updateBody } from './model.ts'
import { plan } from './plan.ts'
import { review } from './review.ts'
import { schema } from './schema.ts'
import { validate } from './validate.ts'

export const port = apiResource({
  typeName: 'quantumnet_port',
  schema,
  endpoint: endpointOf(portRoutes),
  createBody,
  updateBody,
  // Port security that comes or goes takes groups that are not told along.
  together: ['port_security', 'security_groups'],
  stateOf,
  validate: (config) => [...bodyFindings(CreatePort, createBody(config), config), ...validate(config)],
  plan,
  review,
})

export const shownPort = shownBy({ kind: 'port', routes: portRoutes, schema, stateOf })
