import { fromDynamic, toDynamic } from '../convert/dynamic.ts'
import { readData, validateConfig } from '../framework/index.ts'
import { ReadDataSource, ValidateDataResourceConfig } from '../wire/messages/data-source.ts'
import { deferredReasons } from '../wire/messages/values.ts'
import { isDeferred } from './deferral.ts'
import { operation } from './operation.ts'

export const validateDataResourceConfig = operation(
  'ValidateDataResourceConfig',
  ValidateDataResourceConfig,
  async (request, host, signal) => {
    const { source, attributes } = await host.dataRuntime(request.typeName, signal)
    const config = fromDynamic(request.config, attributes) ?? {}
    const found = validateConfig(attributes, config, (whole) => source.validate?.(whole) ?? [])
    return { diagnostics: host.report(found, attributes) }
  },
)

export const readDataSource = operation('ReadDataSource', ReadDataSource, async (request, host, signal) => {
  const runtime = await host.dataRuntime(request.typeName, signal)
  const { attributes } = runtime
  if (isDeferred(runtime, request.clientCapabilities))
    return { deferred: { reason: deferredReasons.providerConfigUnknown } }
  const reading = await readData(fromDynamic(request.config, attributes) ?? {}, runtime)
  return {
    state: toDynamic(reading.state, attributes),
    diagnostics: host.report(reading.diagnostics, attributes),
  }
})
