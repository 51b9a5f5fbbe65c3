import { fromDynamic } from '../convert/dynamic.ts'
import { unsupportedWriteOnly, validateConfig } from '../framework/index.ts'
import { ValidateResourceConfig } from '../wire/messages/resource.ts'
import { operation } from './operation.ts'

export const validateResourceConfig = operation(
  'ValidateResourceConfig',
  ValidateResourceConfig,
  async (request, host, signal) => {
    const { resource, attributes } = await host.runtime(request.typeName, signal)
    const config = fromDynamic(request.config, attributes) ?? {}
    const found = validateConfig(attributes, config, (whole) => resource.validate?.(whole) ?? [])
    const unsupported =
      request.clientCapabilities?.writeOnlyAttributesAllowed === true ? [] : unsupportedWriteOnly(attributes, config)
    return { diagnostics: host.report([...found, ...unsupported], attributes) }
  },
)
