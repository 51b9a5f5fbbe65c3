import { fromDynamic } from '../convert/dynamic.ts'
import { validateConfig } from '../framework/index.ts'
import { ValidateResourceConfig } from '../wire/messages/resource.ts'
import { operation } from './host.ts'

export const validateResourceConfig = operation(
  'ValidateResourceConfig',
  ValidateResourceConfig,
  async (request, host, signal) => {
    const { resource, attributes } = await host.runtime(request.typeName, signal)
    const config = fromDynamic(request.config, attributes) ?? {}
    const found = validateConfig(attributes, config, (whole) => resource.validate?.(whole) ?? [])
    return { diagnostics: host.report(found, attributes) }
  },
)
