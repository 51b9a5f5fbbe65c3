import {
  CreateNetwork,
  CreatePort,
  CreateProject,
  CreateSubnet,
  Network,
  Port,
  Project,
  Subnet,
  UpdateNetwork,
  UpdatePort,
  UpdateProject,
  UpdateSubnet,
} from '@quantumnet/api'
import type { z } from 'zod'
import { describe, expect, it } from '@jest/globals'
import { provider } from '../provider.ts'

/** Terraform's schemas beside the API's: a field that one gains and the other lacks shows here. */

const ID = '01890a5d-ac96-774b-bcce-b302099a8057'

const table: [string, { view: z.ZodObject; create: z.ZodObject; update: z.ZodObject }, object][] = [
  ['quantumnet_project', { view: Project, create: CreateProject, update: UpdateProject }, { name: 'n' }],
  ['quantumnet_network', { view: Network, create: CreateNetwork, update: UpdateNetwork }, { name: 'n', project: ID }],
  [
    'quantumnet_subnet',
    { view: Subnet, create: CreateSubnet, update: UpdateSubnet },
    { name: 'n', network: ID, cidr: '10.0.0.0/24' },
  ],
  ['quantumnet_port', { view: Port, create: CreatePort, update: UpdatePort }, { network: ID }],
]

describe.each(table)('%s', (type, { view, create, update }, minimal) => {
  const attributes = provider.resources[type]?.schema.attributes ?? {}

  it('has every field that the API takes or answers, under the same name', () => {
    const fields = new Set([...Object.keys(view.shape), ...Object.keys(create.shape)])
    expect(Object.keys(attributes).sort()).toEqual([...fields].sort())
  })

  it('lets every field of a create request be configured, but the id', () => {
    const configurable = Object.entries(attributes).filter(([, { presence }]) => presence !== 'computed')
    const accepted = Object.keys(create.shape).filter((field) => field !== 'id')
    expect(configurable.map(([name]) => name).sort()).toEqual(accepted.sort())
  })

  it('forces a new resource for what the API cannot change, and for nothing else', () => {
    const fixed = Object.keys(create.shape).filter((field) => field !== 'id' && !(field in update.shape))
    const replacing = Object.entries(attributes).filter(([, { plan = [] }]) =>
      plan.some(({ replaces }) => replaces?.({ config: 'b', prior: 'a', planned: 'b' }) === true),
    )
    expect(replacing.map(([name]) => name).sort()).toEqual(fixed.sort())
  })

  it('has the API’s defaults', () => {
    const defaults = create.parse(minimal)
    for (const [name, attribute] of Object.entries(attributes))
      if (attribute.presence === 'defaulted') expect({ [name]: attribute.default }).toEqual({ [name]: defaults[name] })
  })

  it('describes every attribute', () => {
    for (const { description } of Object.values(attributes)) expect(description).toMatch(/\.$/)
  })
})
