import { describe, expect, it } from '@jest/globals'
import { applyChange } from './applying.ts'
import { computed, optional, required } from './attribute.ts'
import type { Runtime } from './call.ts'
import { failure, Refusal, warning } from './diagnostics.ts'
import { semanticString, string } from './kind.ts'
import { requiresReplace, useStateForUnknown } from './modifiers.ts'
import { planChange } from './planning.ts'
import { importState, readState } from './reading.ts'
import { defineResource, type Resource } from './resource.ts'
import { upgradeState } from './upgrading.ts'
import { UNKNOWN, type ObjectValue } from './value.ts'

const attributes = {
  id: computed(string, '', { plan: [useStateForUnknown()] }),
  name: required(semanticString({ canonical: (text) => text.toLowerCase(), expected: 'a name' }), ''),
  size: optional(string, '', { plan: [requiresReplace()] }),
}
type Attributes = typeof attributes

const unused = async (): Promise<never> => await Promise.reject(new Error('must not be called'))
const resource = (parts: Partial<Resource<string, Attributes>>): Resource<string> =>
  defineResource<string, Attributes>({
    schema: { version: 0, description: '', attributes },
    timeouts: { create: '1m', update: '2m', delete: '3m' },
    create: unused,
    read: unused,
    update: unused,
    delete: unused,
    importState: (id) => ({ id }),
    ...parts,
  })

const runtimeOf = (parts: Partial<Resource<string, Attributes>>, client: string | undefined = 'client'): Runtime => ({
  typeName: 'test_thing',
  resource: resource(parts),
  client,
  signal: new AbortController().signal,
})

const none = new Uint8Array()
const config = { id: null, name: 'N', size: null, timeouts: null }
const planned: ObjectValue = { ...config, id: UNKNOWN }
const state = { id: 'i', name: 'N', size: null, timeouts: null }

describe('planning', () => {
  it('asks a resource for what it knows before apply, and reviews the result', async () => {
    const seen: unknown[] = []
    const runtime = runtimeOf({
      plan: ({ planned: plan }) => ({ ...plan, id: 'known' }),
      review: async (change) => {
        seen.push(change.planned.id)
        return await Promise.resolve([{ path: ['name'], message: 'is taken' }])
      },
    })
    const result = await planChange({ config, prior: null, privateBytes: none }, runtime)
    expect(result.planned).toMatchObject({ id: 'known', name: 'N' })
    expect(result.diagnostics).toEqual([failure('Invalid value', 'is taken', ['name'])])
    expect(seen).toEqual(['known'])
  })

  it('reviews nothing while the provider is not configured', async () => {
    const runtime = { ...runtimeOf({ review: unused }), client: undefined }
    expect((await planChange({ config, prior: null, privateBytes: none }, runtime)).diagnostics).toEqual([])
  })

  it('asks nobody when nothing changes', async () => {
    const runtime = runtimeOf({
      plan: () => {
        throw new Error('must not be called')
      },
      review: unused,
    })
    const result = await planChange({ config, prior: state, privateBytes: none }, runtime)
    expect(result).toEqual({ planned: state, replace: [], privateBytes: none, diagnostics: [] })
  })

  it('hands notes of the review on to apply', async () => {
    const runtime = runtimeOf({
      review: async (_change, call) => {
        call.private.set('seen', 'yes')
        return await Promise.resolve([])
      },
    })
    const result = await planChange({ config, prior: null, privateBytes: none }, runtime)
    expect(Buffer.from(result.privateBytes).toString()).toBe('{"seen":"yes"}')
  })

  it('names what needs a new resource', async () => {
    const result = await planChange(
      { config: { ...config, size: 'L' }, prior: state, privateBytes: none },
      runtimeOf({}),
    )
    expect(result.replace).toEqual(['size'])
  })

  it('reports what a resource throws', async () => {
    const runtime = runtimeOf({
      plan: () => {
        throw new TypeError('oops')
      },
    })
    const result = await planChange({ config, prior: null, privateBytes: none }, runtime)
    expect(result.planned).toBeNull()
    expect(result.diagnostics[0]).toMatchObject({ summary: 'Cannot plan test_thing', path: [] })
    expect(result.diagnostics[0]?.detail).toContain('TypeError: oops')
  })
})

describe('applying', () => {
  const create = { prior: null, planned, privateBytes: none }
  const refusal = new Refusal([failure('No', 'because', ['name'])])

  it('gives the new state in the spelling of the plan, with its time limits and notes', async () => {
    const timeouts = { create: '5s', update: null, delete: null }
    const runtime = runtimeOf({
      create: async (_planned, call) => {
        call.private.set('note', String(call.timeoutMs))
        call.warn(warning('Careful', ''))
        return await Promise.resolve({ id: 'i', name: 'n', size: null })
      },
    })
    const applied = await applyChange({ ...create, planned: { ...planned, timeouts } }, runtime)
    expect(applied.state).toEqual({ ...state, timeouts })
    expect(Buffer.from(applied.privateBytes).toString()).toBe('{"note":"5000"}')
    expect(applied.diagnostics).toEqual([warning('Careful', '')])
  })

  it('keeps what a failed create has saved, with null for what it did not come to know', async () => {
    const runtime = runtimeOf({
      create: async (plan, call) => {
        call.private.set('note', 'kept')
        call.save({ ...plan, size: UNKNOWN as never })
        return await Promise.reject(refusal)
      },
    })
    const applied = await applyChange(create, runtime)
    expect(applied.state).toEqual({ id: null, name: 'N', size: null, timeouts: null })
    expect(Buffer.from(applied.privateBytes).toString()).toBe('{"note":"kept"}')
    expect(applied.diagnostics).toEqual(refusal.diagnostics)
  })

  it('keeps nothing of a create that failed before it made something', async () => {
    const applied = await applyChange(create, runtimeOf({ create: async () => await Promise.reject(refusal) }))
    expect(applied.state).toBeNull()
  })

  it('keeps the state before when an update or a delete fails', async () => {
    const runtime = runtimeOf({
      update: async () => await Promise.reject(refusal),
      delete: async () => {
        await Promise.reject(new Error('oops'))
      },
    })
    const update = { prior: state, planned: { ...state, name: 'M' }, privateBytes: none }
    expect((await applyChange(update, runtime)).state).toEqual(state)
    const removal = await applyChange({ ...update, planned: null }, runtime)
    expect(removal.state).toEqual(state)
    expect(removal.diagnostics[0]?.summary).toBe('Cannot delete test_thing')
  })

  it('has no state left after a delete', async () => {
    const limits: number[] = []
    const runtime = runtimeOf({
      delete: async (_state, call) => {
        await Promise.resolve(limits.push(call.timeoutMs))
      },
    })
    const applied = await applyChange({ prior: state, planned: null, privateBytes: none }, runtime)
    expect(applied).toEqual({ state: null, privateBytes: none, diagnostics: [] })
    expect(limits).toEqual([180_000])
  })

  it('says what to do while the provider is not configured', async () => {
    const applied = await applyChange(create, { ...runtimeOf({}), client: undefined })
    expect(applied.state).toBeNull()
    expect(applied.diagnostics[0]?.summary).toBe('The provider is not configured')
  })
})

describe('reading', () => {
  it('gives what exists in the spelling of the state', async () => {
    const runtime = runtimeOf({ read: async () => await Promise.resolve({ id: 'i', name: 'n', size: 'L' }) })
    expect(await readState(state, none, runtime)).toEqual({
      state: { ...state, size: 'L' },
      privateBytes: none,
      diagnostics: [],
    })
  })

  it('gives nothing for what is gone', async () => {
    const read = async (): Promise<undefined> => {
      await Promise.resolve()
      return undefined
    }
    expect((await readState(state, none, runtimeOf({ read }))).state).toBeNull()
  })

  it('leaves the state as it is when it fails, or cannot ask', async () => {
    const failing = await readState(state, none, runtimeOf({ read: async () => await Promise.reject(new Error('x')) }))
    expect([failing.state, failing.diagnostics[0]?.severity]).toEqual([state, 'error'])
    const unconfigured = await readState(state, none, { ...runtimeOf({}), client: undefined })
    expect([unconfigured.state, unconfigured.diagnostics[0]?.severity]).toEqual([state, 'warning'])
  })

  it('begins an import with what the id tells', () => {
    expect(importState('i', runtimeOf({})).state).toEqual({ id: 'i' })
    const refusing = runtimeOf({
      importState: () => {
        throw new Refusal([failure('Not an id', '')])
      },
    })
    expect(importState('i', refusing)).toMatchObject({ state: null, diagnostics: [{ summary: 'Not an id' }] })
  })
})

describe('an old state', () => {
  const versioned = {
    schema: { version: 2, description: '', attributes },
    upgrades: {
      0: (old: Readonly<Record<string, unknown>>) => ({ ...old, a: 1 }),
      1: (old: Readonly<Record<string, unknown>>) => ({ ...old, b: old['a'] }),
    },
  }

  it.each([
    [0, { a: 1, b: 1 }],
    [1, { b: undefined }],
    [2, {}],
  ])('of version %i is upgraded step by step', (version, upgraded) => {
    expect(upgradeState(versioned, {}, version)).toEqual(upgraded)
  })

  it('that cannot be upgraded is refused', () => {
    expect(() => upgradeState({ schema: versioned.schema }, {}, 1)).toThrow('schema version 1')
  })
})
