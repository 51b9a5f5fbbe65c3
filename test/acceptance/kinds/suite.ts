import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Route } from '@quantumnet/api'
import { provider } from '@quantumnet/provider'
import type { z } from 'zod'
import { serveInProcess, type InProcess } from '../../provider/in-process.ts'
import { Workspace } from '../../provider/terraform.ts'
import { startRealApi } from '../real-api.ts'
import type { Api } from '../suite.ts'
import type { Drift, KindCase } from './case.ts'

/** What holds of every kind of resource, with the real Terraform and the real server. */

/** What changes by itself, and the limits, which stand in the configuration alone. */
const RESTLESS = ['binding', 'generation', 'updated_at', 'timeouts', 'realization']

type Values = Readonly<Record<string, unknown>>

const settledValues = (values: Values): unknown =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !RESTLESS.includes(name)))

/** Attributes whose change the provider answers with a new resource. */
const replacingAttributes = (kind: string): string[] =>
  Object.entries(provider.resources[`quantumnet_${kind}`]?.schema.attributes ?? {})
    .filter(([, { plan = [] }]) => plan.some(({ replaces }) => replaces !== undefined))
    .map(([name]) => name)

const bodyOf = (drift: Drift, answer: Values, idOf: (address: string) => unknown = () => undefined): Values =>
  typeof drift === 'function' ? drift(answer, idOf) : drift

/** Calls a route whose types are not known here. */
const callBy = async (api: Api, route: Route, args: object): Promise<Values> => {
  const answer: Promise<unknown> = api.client.call(route, args)
  return (await answer) as Values
}

/** What of a kind its cases do not try, all together. */
const untried = (kind: string, cases: readonly KindCase[]): { drifts: string[]; replaced: string[] } => {
  const ofKind = cases.filter((one) => one.kind === kind)
  const drifted = new Set(ofKind.flatMap(({ drifts }) => drifts.flatMap((drift) => Object.keys(bodyOf(drift, {})))))
  const replaced = new Set(ofKind.flatMap((one) => Object.keys(one.replaced)))
  const fields = ofKind.flatMap(({ routes }) => Object.keys((routes.update.body as z.ZodObject).shape))
  return {
    drifts: fields.filter((field) => !drifted.has(field)),
    replaced: replacingAttributes(kind).filter((name) => !replaced.has(name)),
  }
}

export const describeKinds = (cases: readonly KindCase[]): void => {
  let api: Api
  let served: InProcess
  let workspace: Workspace

  beforeAll(async () => {
    api = await startRealApi()
    served = await serveInProcess()
  })
  afterAll(async () => {
    await served.close()
    await api.close()
  })

  const configure = async (resources: string): Promise<void> => {
    const own = `provider "quantumnet" {\n  endpoint = "${api.endpoint}"\n  token    = "${api.token}"\n}`
    await workspace.configure(resources, own)
  }

  beforeEach(async () => {
    workspace = await Workspace.make(served.environment)
    await configure('')
    await workspace.succeed('init')
  })
  afterEach(async () => {
    await workspace.succeed('destroy', '-auto-approve')
    await workspace.remove()
  })

  it.each([...new Set(cases.map(({ kind }) => kind))])('all of a %s is tried', (kind) => {
    expect(untried(kind, cases)).toEqual({ drifts: [], replaced: [] })
  })

  describe.each(cases.map((one) => [one.kind, one] as const))('quantumnet_%s', (kind, one) => {
    const address = `quantumnet_${kind}.t`
    const configured = (lines: string): string => `${one.base}\nresource "quantumnet_${kind}" "t" {\n${lines}\n}\n`
    const settle = async (lines: string): Promise<string[]> => {
      await configure(configured(lines))
      const planned = await workspace.planned()
      await workspace.succeed('apply', 'tfplan')
      expect(await workspace.planned()).toEqual([])
      return planned
    }
    const verifyImport = async (respelt: object = {}): Promise<void> => {
      const before = await workspace.values(address)
      await workspace.succeed('state', 'rm', address)
      await workspace.succeed('import', address, String(before['id']))
      expect(settledValues(await workspace.values(address))).toEqual(settledValues({ ...before, ...respelt }))
      expect(await workspace.planned()).toEqual([])
    }

    it('is made of the minimum, found unchanged, imported, changed in place in all that can change, and back', async () => {
      await configure(one.base)
      await workspace.apply()
      expect(await settle(one.minimal)).toEqual([`create ${address}`])
      const made = await workspace.values(address)
      expect(made).toMatchObject(one.made)
      await verifyImport(one.imported)
      expect(await settle(one.changed)).toEqual([`update ${address}`])
      const changed = await workspace.values(address)
      expect(changed).toMatchObject({ id: made['id'], ...one.madeOfChanged })
      await verifyImport(one.respelt)
      expect(await settle(one.minimal)).toEqual([`update ${address}`])
      expect(await workspace.values(address)).toMatchObject(one.again ?? one.made)
    })

    it('shows what was changed behind its back, and puts it right; what cannot change is replaced', async () => {
      await settle(one.changed)
      const state = await workspace.state()
      const idOf = (of: string): unknown => state.find((resource) => resource.address === of)?.values['id']
      const params = { id: idOf(address) }
      for (const [index, drift] of one.drifts.entries()) {
        const before = await callBy(api, one.routes.get, { params })
        const body = bodyOf(drift, before, idOf)
        await callBy(api, one.routes.update, { params, body })
        expect([body, await workspace.planned()]).toEqual([body, [`update ${address}`]])
        // Terraform puts the last one right.
        const undone = Object.fromEntries(Object.keys(body).map((field) => [field, before[field]]))
        if (index < one.drifts.length - 1) await callBy(api, one.routes.update, { params, body: undone })
      }
      await workspace.apply()
      expect(await workspace.values(address)).toMatchObject(one.madeOfChanged)
      for (const [attribute, lines] of Object.entries(one.replaced)) {
        await configure(configured(lines))
        expect([attribute, await workspace.planned()]).toEqual([attribute, [`delete+create ${address}`]])
      }
      await configure(configured(one.changed))
      expect(await workspace.planned()).toEqual([])
    })
  })
}
