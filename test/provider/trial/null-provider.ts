import {
  computed,
  defineProvider,
  defineResource,
  mapOf,
  optional,
  requiresReplace,
  string,
  useStateForUnknown,
} from '@quantumnet/provider/framework'

/**
 * The resource of hashicorp/null, by its schema and behaviour, on our own framework: a second provider, which runs beside ours and from which
 * resources are moved.
 */

const attributes = {
  id: computed(string, 'A random number.', { plan: [useStateForUnknown()] }),
  triggers: optional(mapOf(string), 'Others replace it.', { plan: [requiresReplace()] }),
}

let made = 0

export const nullProvider = defineProvider({
  name: 'null',
  version: '3.0.0',
  schema: { version: 0, description: '', attributes: {} },
  configure: () => 'null',
  resources: {
    null_resource: defineResource<string, typeof attributes>({
      schema: { version: 0, description: 'Does nothing.', attributes },
      timeouts: { create: '1m', update: '1m', delete: '1m' },
      create: async ({ triggers }) => await Promise.resolve({ id: String((made += 1)), triggers }),
      read: async (state) => await Promise.resolve(state),
      update: async ({ triggers }, { id }) => await Promise.resolve({ id, triggers }),
      delete: async () => {
        await Promise.resolve()
      },
      importState: (id) => ({ id }),
    }),
  },
})
