import { describe, expect, it } from '@jest/globals'
import { fromDynamic, toDynamic } from '../convert/dynamic.ts'
import {
  attributesOf,
  computed,
  defineProvider,
  defineResource,
  failure,
  number,
  optional,
  Refusal,
  required,
  requiresReplace,
  string,
  UNKNOWN,
  useStateForUnknown,
  type ObjectValue,
  type Resource,
} from '../framework/index.ts'
import { GetResourceIdentitySchemas } from '../wire/messages/identity.ts'
import { ConfigureProvider, StopProvider } from '../wire/messages/provider.ts'
import * as resources from '../wire/messages/resource.ts'
import { GetMetadata, GetProviderSchema } from '../wire/messages/schema.ts'
import type { Decoded, Encodable, Message } from '../wire/protobuf/message.ts'
import { Host } from './host.ts'
import { providerService } from './service.ts'

/** The operations by the bytes that Terraform would send, on a provider of one resource. */

const attributes = {
  id: computed(string, '', { plan: [useStateForUnknown()] }),
  name: required(string, '', { plan: [requiresReplace()] }),
  size: optional(number, ''),
}
type Attributes = typeof attributes

const stillborn = new Error('the resource fails')
const thing: Resource<string, Attributes> = {
  schema: { version: 1, description: '', attributes },
  timeouts: { create: '1m', update: '1m', delete: '1m' },
  upgrades: { 0: ({ title, ...rest }) => ({ ...rest, name: title }) },
  create: async (planned, call) =>
    await new Promise((resolve, reject) => {
      if (planned.name === 'fails') reject(stillborn)
      else if (planned.name !== 'waits')
        resolve({ id: `made by ${call.client}`, name: planned.name, size: planned.size })
      call.signal.addEventListener('abort', () => {
        reject(call.signal.reason as Error)
      })
    }),
  read: async (state) => await Promise.resolve(state),
  update: async (planned, prior) => await Promise.resolve({ ...prior, name: planned.name, size: planned.size }),
  delete: async () => {
    await Promise.resolve()
  },
  importState: (id) => {
    if (id === '') throw new Refusal([failure('Not an id', 'It is empty.')])
    return { id }
  },
}

const provider = defineProvider({
  name: 'test',
  version: '1.0.0',
  schema: { version: 0, description: '', attributes: { token: optional(string, '') } },
  configure: (config) => {
    if (config.token === 'wrong') throw new Refusal([failure('Bad token', 'Choose another.', ['token'])])
    return typeof config.token === 'string' ? config.token : undefined
  },
  resources: { test_thing: defineResource<string, Attributes>(thing) },
})

const all = attributesOf(defineResource<string, Attributes>(thing))
const dynamic = (value: ObjectValue | null) => toDynamic(value, all)
const value = (message: Parameters<typeof fromDynamic>[0]) => fromDynamic(message, all)

const start = () => {
  const logged: string[] = []
  const log = { debug: () => undefined, error: (message: string) => void logged.push(message) }
  const service = providerService(new Host(async () => await Promise.resolve(provider), log))
  const call = async <Q extends Message<unknown, never>, A extends Message<unknown, never>>(
    name: string,
    messages: { readonly request: Q; readonly response: A },
    request: Encodable<Q>,
  ): Promise<Decoded<A>> => {
    const handler = service[`/tfplugin6.Provider/${name}`]
    if (typeof handler !== 'function') throw new Error(`${name} is not implemented`)
    const answer = await handler(messages.request.toBytes(request as never), new AbortController().signal)
    return messages.response.fromBytes(answer) as Decoded<A>
  }
  const configure = async (token: string | null | typeof UNKNOWN) =>
    await call('ConfigureProvider', ConfigureProvider, {
      config: toDynamic({ token }, provider.schema.attributes),
    })
  return { call, configure, logged, service }
}

const config: ObjectValue = { id: null, name: 'n', size: null, timeouts: null }
const typeName = 'test_thing'

describe('the schema', () => {
  it('says what there is, and that each process need not be asked again', async () => {
    const { call } = start()
    const schema = await call('GetProviderSchema', GetProviderSchema, {})
    expect(Object.keys(schema.resourceSchemas)).toEqual([typeName])
    expect(schema.serverCapabilities).toEqual({
      planDestroy: false,
      getProviderSchemaOptional: true,
      moveResourceState: true,
    })
    expect((await call('GetMetadata', GetMetadata, {})).resources).toEqual([{ typeName }])
  })

  it.each(['PlanAction', 'InvokeAction', 'ReadStateBytes', 'GenerateResourceConfig'])(
    'has nothing that would need %s',
    (name) => {
      expect(start().service[`/tfplugin6.Provider/${name}`]).toBeUndefined()
    },
  )
})

describe('a stored state', () => {
  const upgrade = async (version: number, json: string) => {
    const rawState = { json: Buffer.from(json) }
    const answer = await start().call('UpgradeResourceState', resources.UpgradeResourceState, {
      typeName,
      version,
      rawState,
    })
    return { state: value(answer.upgradedState), diagnostics: answer.diagnostics }
  }

  it('of this version comes back as values, with exact numbers and without what is no attribute any more', async () => {
    const { state } = await upgrade(1, '{"id":"i","name":"n","size":12345678901234567890,"gone":true}')
    expect(state).toMatchObject({ id: 'i', name: 'n', size: { text: '12345678901234567890' }, timeouts: null })
  })

  it('of an older version is upgraded', async () => {
    expect((await upgrade(0, '{"id":"i","title":"n"}')).state).toMatchObject({ id: 'i', name: 'n' })
  })

  it('that cannot be read is a diagnostic', async () => {
    const { diagnostics } = await upgrade(1, '{"name":5}')
    expect(diagnostics[0]?.detail).toContain('name: expected a string, got a number')
  })
})

describe('planning', () => {
  const plan = async (request: Encodable<typeof resources.PlanResourceChange.request>) => {
    const { call, configure } = start()
    await configure('t')
    return await call('PlanResourceChange', resources.PlanResourceChange, { typeName, ...request })
  }

  it('of a create leaves unknown what is computed', async () => {
    const answer = await plan({
      priorState: dynamic(null),
      config: dynamic(config),
      priorPrivate: Buffer.from('{"a":"b"}'),
    })
    expect(value(answer.plannedState)).toEqual({ ...config, id: UNKNOWN })
    expect(Buffer.from(answer.plannedPrivate).toString()).toBe('{"a":"b"}')
  })

  it('names what needs a new resource', async () => {
    const answer = await plan({ priorState: dynamic({ ...config, id: 'i', name: 'old' }), config: dynamic(config) })
    expect(answer.requiresReplace).toMatchObject([{ steps: [{ attributeName: 'name' }] }])
  })

  it('of a destruction has nothing to say', async () => {
    const answer = await plan({ priorState: dynamic({ ...config, id: 'i' }), config: dynamic(null) })
    expect([value(answer.plannedState), answer.diagnostics]).toEqual([null, []])
  })
})

describe('applying', () => {
  const apply = (started: ReturnType<typeof start>, planned: ObjectValue | null, prior: ObjectValue | null = null) =>
    started.call('ApplyResourceChange', resources.ApplyResourceChange, {
      typeName,
      priorState: dynamic(prior),
      plannedState: dynamic(planned),
      config: dynamic(config),
    })

  it('creates with the client that was configured last', async () => {
    const started = start()
    await started.configure('one')
    await started.configure('two')
    const { newState } = await apply(started, { ...config, id: UNKNOWN })
    expect(value(newState)).toEqual({ ...config, id: 'made by two' })
  })

  it('tells of a fault of the resource, and writes its stack to the log', async () => {
    const started = start()
    await started.configure('t')
    const { newState, diagnostics } = await apply(started, { ...config, id: UNKNOWN, name: 'fails' })
    expect(value(newState)).toBeNull()
    expect(diagnostics).toMatchObject([{ severity: 1, summary: 'Cannot create test_thing' }])
    expect(diagnostics[0]?.detail).toContain('the resource fails')
    expect(started.logged).toEqual(['Cannot create test_thing'])
  })

  it('ends early when Terraform is told to stop, and only that which is under way', async () => {
    const started = start()
    await started.configure('t')
    const waiting = apply(started, { ...config, id: UNKNOWN, name: 'waits' })
    // The call has to be under way before it can be stopped.
    await new Promise((resolve) => setImmediate(resolve))
    await started.call('StopProvider', StopProvider, {})
    expect((await waiting).diagnostics).toMatchObject([{ summary: 'Interrupted' }])
    expect(value((await apply(started, { ...config, id: UNKNOWN })).newState)).not.toBeNull()
  })

  it('keeps what was there when the request itself cannot be understood', async () => {
    const started = start()
    await started.configure('t')
    const priorState = dynamic({ ...config, id: 'i' })
    const { newState, diagnostics } = await started.call('ApplyResourceChange', resources.ApplyResourceChange, {
      typeName,
      priorState,
      plannedState: { msgpack: Buffer.from('a3666f6f', 'hex') },
    })
    expect(value(newState)).toMatchObject({ id: 'i' })
    expect(diagnostics[0]?.detail).toContain('expected an object, got a string')
  })
})

describe('configuring', () => {
  it('tells what is wrong at the attribute', async () => {
    const { diagnostics } = await start().configure('wrong')
    expect(diagnostics).toMatchObject([{ summary: 'Bad token', attribute: { steps: [{ attributeName: 'token' }] } }])
  })

  it('with something unknown lets a state be planned from, with a warning', async () => {
    const started = start()
    await started.configure(UNKNOWN)
    const currentState = dynamic({ ...config, id: 'i' })
    const answer = await started.call('ReadResource', resources.ReadResource, { typeName, currentState })
    expect(value(answer.newState)).toMatchObject({ id: 'i' })
    expect(answer.diagnostics).toMatchObject([{ severity: 2, summary: 'Not refreshed' }])
  })
})

describe('importing', () => {
  it('begins with what the id tells', async () => {
    const { call } = start()
    const { importedResources } = await call('ImportResourceState', resources.ImportResourceState, {
      typeName,
      id: 'i',
    })
    expect(importedResources.map(({ state }) => value(state))).toEqual([{ ...config, name: null, id: 'i' }])
  })

  it('refuses an id that cannot be one', async () => {
    const { call } = start()
    const answer = await call('ImportResourceState', resources.ImportResourceState, { typeName, id: '' })
    expect([answer.importedResources, answer.diagnostics]).toMatchObject([[], [{ summary: 'Not an id' }]])
  })
})

describe('a provider whose configuration is not known, where Terraform allows to defer', () => {
  const later = { deferralAllowed: true }
  const unknown = async () => {
    const started = start()
    await started.configure(UNKNOWN)
    return started
  }

  it('leaves reading and planning for a later run', async () => {
    const { call } = await unknown()
    const currentState = dynamic({ ...config, id: 'i' })
    const read = await call('ReadResource', resources.ReadResource, {
      ...{ typeName, currentState, clientCapabilities: later },
    })
    expect([read.deferred, read.diagnostics, value(read.newState)]).toMatchObject([{ reason: 2 }, [], { id: 'i' }])
    const plan = await call('PlanResourceChange', resources.PlanResourceChange, {
      ...{ typeName, priorState: dynamic(null), config: dynamic(config), clientCapabilities: later },
    })
    expect([plan.deferred, plan.diagnostics]).toEqual([{ reason: 2 }, []])
  })

  it('leaves nothing once the configuration is known, whatever Terraform allows', async () => {
    const started = start()
    await started.configure('t')
    const plan = await started.call('PlanResourceChange', resources.PlanResourceChange, {
      ...{ typeName, priorState: dynamic(null), config: dynamic(config), clientCapabilities: later },
    })
    expect(plan.deferred).toBeUndefined()
  })
})

describe('a type without identity', () => {
  it('is sent none, which Terraform could not read', async () => {
    const { call, configure } = start()
    expect((await call('GetResourceIdentitySchemas', GetResourceIdentitySchemas, {})).identitySchemas).toEqual({})
    await configure('t')
    const currentState = dynamic({ ...config, id: 'i' })
    const read = await call('ReadResource', resources.ReadResource, { typeName, currentState })
    expect(read.newIdentity).toBeUndefined()
  })
})
