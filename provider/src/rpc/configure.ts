import { fromDynamic } from '../convert/dynamic.ts'
import { validateConfig } from '../framework/index.ts'
import { ConfigureProvider, StopProvider, ValidateProviderConfig } from '../wire/messages/provider.ts'
import { operation, type Operation } from './operation.ts'

export const validateProviderConfig = operation(
  'ValidateProviderConfig',
  ValidateProviderConfig,
  async (request, host) => {
    const provider = await host.provider()
    const { attributes } = provider.schema
    const config = fromDynamic(request.config, attributes) ?? {}
    const found = validateConfig(attributes, config, (whole) => provider.validate?.(whole) ?? [])
    return { diagnostics: host.report(found, attributes) }
  },
)

export const configureProvider = operation('ConfigureProvider', ConfigureProvider, async (request, host) => {
  const provider = await host.provider()
  const config = fromDynamic(request.config, provider.schema.attributes) ?? {}
  host.configured(provider.configure(config, request.terraformVersion))
  return {}
})

/** Ctrl-C in Terraform: what is under way ends early, and says what exists. */
export const stopProvider: Operation = {
  name: 'StopProvider',
  bind: (host) => async () => {
    host.stop()
    return await Promise.resolve(StopProvider.response.toBytes({}))
  },
}
