import { routes, type Route } from '@quantumnet/api'
import type { z } from 'zod'
import { describe, expect, it } from '@jest/globals'
import type { Attribute, Attributes } from '../framework/index.ts'
import { provider } from '../provider.ts'
import { fieldOf, shapeOf, type Shape } from './kit/derive/field.ts'

/** Terraform's schemas beside the API's: a field that one gains and the other lacks shows here. */

interface Group {
  readonly create: Route
  readonly get: Route
  readonly update: Route
}

/** Kinds that Terraform makes nothing of: an address is reserved by a port, and hypervisors move ports. */
const LEFT_OUT = ['address', 'migration']

const singular = (group: Group): string =>
  group.get.name
    .replace(/^get/, '')
    .replace(/(?!^)([A-Z])/g, '_$1')
    .toLowerCase()

const groups = Object.values(routes)
  .filter((group): group is typeof group & Group => 'create' in group && 'update' in group)
  .map((group): [string, Group] => [singular(group), group])
  .filter(([kind]) => !LEFT_OUT.includes(kind))

/** Only Terraform has it: labels and default labels together. */
const OWN = ['labels_all']
/** No attributes of a resource. */
const APART = ['realization', 'statistics', 'status']

const replaces = ({ plan = [] }: Attribute): boolean =>
  plan.some((modifier) => modifier.replaces?.({ config: 'b', prior: 'a', planned: 'b' }) === true)

const expectDescribed = (attributes: Attributes): void => {
  for (const [name, { description, kind }] of Object.entries(attributes)) {
    expect([name, description]).toEqual([name, expect.stringMatching(/^[A-Z`].*\.$/)])
    expectDescribed(kind.nested?.attributes ?? {})
  }
}

it('has a resource for every kind that the API can create', () => {
  const types = groups.map(([kind]) => `quantumnet_${kind}`)
  expect(Object.keys(provider.resources)).toEqual(expect.arrayContaining(types))
})

it('names data sources as the API names its lists', () => {
  const lists = Object.values(routes).flatMap((group) =>
    'create' in group && 'list' in group ? [group.list.path] : [],
  )
  const plurals = lists.map((path) => `quantumnet_${path.slice('/v1/'.length).replaceAll('-', '_')}`)
  const named = Object.keys(provider.dataSources ?? {})
  const several = named.filter((name) => 'ids' in (provider.dataSources?.[name]?.schema.attributes ?? {}))
  expect(several.length).toBeGreaterThan(20)
  expect(plurals).toEqual(expect.arrayContaining(several))
})

describe.each(groups)('quantumnet_%s', (kind, group) => {
  const attributes = provider.resources[`quantumnet_${kind}`]?.schema.attributes ?? {}
  const shape = (schema: z.ZodType | undefined): Shape => shapeOf(schema)
  const [view, create, update] = [shape(group.create.answer), shape(group.create.body), shape(group.update.body)]
  const configurable = Object.entries(attributes).filter(([, { presence }]) => presence !== 'computed')

  it('has every field that the API takes or answers, under the same name', () => {
    const fields = new Set([...Object.keys(view), ...Object.keys(create), ...OWN])
    expect(Object.keys(attributes).sort()).toEqual([...fields].filter((field) => !APART.includes(field)).sort())
  })

  it('lets every field of a create request be configured, but the id', () => {
    const accepted = Object.keys(create).filter((field) => field !== 'id')
    expect(configurable.map(([name]) => name).sort()).toEqual(accepted.sort())
  })

  it('forces a new resource for what the API cannot change, and for nothing else', () => {
    const fixed = Object.keys(create).filter((field) => field !== 'id' && !(field in update))
    const replacing = Object.entries(attributes).filter(([, attribute]) => replaces(attribute))
    expect(replacing.map(([name]) => name).sort()).toEqual(fixed.sort())
  })

  it('has the API’s defaults', () => {
    for (const [name, attribute] of configurable) {
      const schema = create[name]
      if (attribute.presence === 'defaulted' && schema !== undefined)
        expect({ [name]: attribute.default }).toEqual({ [name]: fieldOf(schema).fallback?.value })
    }
  })

  it('describes every attribute in sentences', () => {
    expectDescribed(attributes)
  })
})
