import { CreateNetwork, CreatePort, CreateProject, CreateSubnet, Network, Port, Project, Subnet } from '@quantumnet/api'
import type { z } from 'zod'
import { describe, expect, it } from '@jest/globals'
import { provider } from '../provider.ts'

/** Terraform's schemas beside the API's: a field that one gains and the other lacks shows here. */

const ID = '01890a5d-ac96-774b-bcce-b302099a8057'

const table: [string, z.ZodObject, z.ZodObject, object][] = [
  ['quantumnet_project', Project, CreateProject, { name: 'n' }],
  ['quantumnet_network', Network, CreateNetwork, { name: 'n', project: ID }],
  ['quantumnet_subnet', Subnet, CreateSubnet, { name: 'n', network: ID, cidr: '10.0.0.0/24' }],
  ['quantumnet_port', Port, CreatePort, { network: ID }],
]

describe.each(table)('%s', (type, view, create, minimal) => {
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

  it('has the API’s defaults', () => {
    const defaults = create.parse(minimal)
    for (const [name, attribute] of Object.entries(attributes))
      if (attribute.presence === 'defaulted') expect({ [name]: attribute.default }).toEqual({ [name]: defaults[name] })
  })

  it('describes every attribute', () => {
    for (const { description } of Object.values(attributes)) expect(description).toMatch(/\.$/)
  })
})
