import { fromDynamic, toDynamic } from '../convert/dynamic.ts'
import { toIdentityData } from '../convert/identity.ts'
import { diagnosticsOf, listResources, validateConfig, type ListEvent } from '../framework/index.ts'
import { ListResource, ValidateListResourceConfig } from '../wire/messages/identity.ts'
import type { Encodable } from '../wire/protobuf/message.ts'
import type { Host } from './host.ts'
import { operation, type Operation } from './operation.ts'

export const validateListResourceConfig = operation(
  'ValidateListResourceConfig',
  ValidateListResourceConfig,
  async (request, host, signal) => {
    const { resource } = await host.runtime(request.typeName, signal)
    const { list } = resource
    const attributes = list?.schema.attributes ?? {}
    const config = fromDynamic(request.config, attributes) ?? {}
    const found = validateConfig(attributes, config, (whole) => list?.validate?.(whole) ?? [])
    return { diagnostics: host.report(found, attributes) }
  },
)

type Event = Encodable<typeof ListResource.response>

async function* events(bytes: Uint8Array, host: Host, signal: AbortSignal): AsyncGenerator<Event> {
  const request = ListResource.request.fromBytes(bytes)
  const runtime = await host.runtime(request.typeName, signal)
  const { resource, attributes } = runtime
  const own = resource.list?.schema.attributes ?? {}
  const toEvent = ({ displayName, identity, state, diagnostics }: ListEvent): Event => ({
    displayName,
    identity: toIdentityData(resource.identity, identity),
    resourceObject: request.includeResourceObject && state !== null ? toDynamic(state, attributes) : undefined,
    diagnostics: host.report(diagnostics, own),
  })
  try {
    const config = fromDynamic(request.config, own) ?? {}
    for await (const event of listResources({ config, limit: request.limit }, runtime)) yield toEvent(event)
  } catch (error) {
    yield { diagnostics: host.report(diagnosticsOf(error, `list ${request.typeName}`), own) }
  }
}

export const listResource: Operation = {
  name: 'ListResource',
  bind: (host) => ({
    async *stream(bytes, signal) {
      for await (const event of events(bytes, host, signal)) yield ListResource.response.toBytes(event)
    },
  }),
}
