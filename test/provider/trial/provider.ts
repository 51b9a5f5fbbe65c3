import {
  computed,
  defineEphemeral,
  defineFunction,
  defineListing,
  defineProvider,
  defineResource,
  failure,
  int,
  isGiven,
  optional,
  parameter,
  Refusal,
  required,
  string,
  type Provider,
  type Resource,
} from '@quantumnet/provider/framework'
import { thingAttributes } from './attributes.ts'
import type { Shelf } from './shelf.ts'

/** A provider that has one of everything that the framework can do, for tests against the real Terraform. */

type Things = typeof thingAttributes

const thing = (shelf: Shelf): Resource<string, Things> => ({
  schema: { version: 1, description: 'A thing on a shelf.', attributes: thingAttributes },
  timeouts: { create: '1m', update: '1m', delete: '1m' },
  upgrades: { 0: ({ title, ...rest }) => ({ ...rest, name: title }) },
  moves: [{ typeName: 'null_resource', state: ({ state }) => ({ id: state['id'], name: 'moved' }) }],
  identity: {
    version: 0,
    attributes: { id: { kind: string, description: 'Id.' } },
    of: ({ id = null }) => ({ id }),
    toState: ({ id = null }) => ({ id }),
  },
  list: defineListing({
    schema: { version: 0, description: 'Things.', attributes: { prefix: optional(string, 'How names begin.') } },
    async *items({ prefix }) {
      for (const [id, state] of [...shelf.things].sort(([a], [b]) => a.localeCompare(b))) {
        await Promise.resolve()
        if (state.name.startsWith(isGiven(prefix) ? prefix : ''))
          yield { displayName: state.name, state: shelf.get(id) }
      }
    },
  }),
  create: async (planned, call) => {
    const id = `thing-${planned.name}`
    call.private.set('made_by', call.client)
    shelf.secrets.push(call.config.secret)
    return await Promise.resolve(shelf.put(id, planned))
  },
  read: async ({ id }, call) => {
    shelf.notes.push(call.private.get('made_by'))
    return await Promise.resolve(shelf.things.has(id) ? shelf.get(id) : undefined)
  },
  update: async (planned, { id, secret_version: before }, call) => {
    if (planned.secret_version !== before) shelf.secrets.push(call.config.secret)
    return await Promise.resolve(shelf.put(id, planned))
  },
  delete: async ({ id }) => {
    shelf.things.delete(id)
    await Promise.resolve()
  },
  importState: (id) => ({ id }),
})

const key = (shelf: Shelf) =>
  defineEphemeral<string, { text: ReturnType<typeof required>; secret: ReturnType<typeof computed> }>({
    schema: {
      version: 0,
      description: 'A key for one run.',
      attributes: { text: required(string, 'Text.'), secret: computed(string, 'Secret.', { sensitive: true }) },
    },
    open: async ({ text }, call) => {
      call.private.set('text', String(text))
      shelf.keys.push(`open ${String(text)}`)
      return await Promise.resolve({
        values: { text: String(text), secret: `key of ${String(text)}` },
        renewAt: shelf.now(),
      })
    },
    renew: async (call) => {
      shelf.keys.push(`renew ${call.private.get('text') ?? ''}`)
      return await Promise.resolve<Date | undefined>(undefined)
    },
    close: async (call) => {
      shelf.keys.push(`close ${call.private.get('text') ?? ''}`)
      await Promise.resolve()
    },
  })

const repeat = defineFunction({
  summary: 'Repeats a text',
  description: 'Repeats a text.',
  parameters: [parameter('text', string, 'Text.'), parameter('times', int, 'How often.')],
  variadic: parameter('more', string, 'What comes after it.'),
  returns: string,
  call: (text, times, more) => {
    if (times < 0) throw new Refusal([failure('Negative', 'must not be negative', [1])])
    return [text.repeat(times), ...more].join('')
  },
})

export const trialProvider = (shelf: Shelf): Provider =>
  defineProvider({
    name: 'trial',
    version: '1.0.0',
    schema: { version: 0, description: 'For tests.', attributes: { user: optional(string, 'Who it is.') } },
    configure: ({ user }) => (typeof user === 'symbol' ? undefined : (user ?? 'nobody')),
    resources: { trial_thing: defineResource(thing(shelf)) },
    ephemerals: { trial_key: key(shelf) },
    functions: { repeat },
  })
