import { CreateProject, projectRoutes } from '@quantumnet/api'
import { bodyFindings } from '../kit/body-findings.ts'
import { apiResource } from '../kit/crud.ts'
import { shownBy } from '../kit/data/shown.ts'
import { endpointOf } from '../kit/endpoint.ts'
import { createBody, plan, stateOf, updateBody } from './model.ts'
import { schema } from './schema.ts'

export const project = apiResource({
  typeName: 'quantumnet_project',
  schema,
  endpoint: endpointOf(projectRoutes),
  createBody,
  updateBody,
  stateOf,
  validate: (config) => bodyFindings(CreateProject, createBody(config), config),
  plan,
})

export const shownProject = shownBy({ kind: 'project', routes: projectRoutes, schema, stateOf })
