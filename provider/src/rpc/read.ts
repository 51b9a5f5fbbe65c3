import { fromDynamic, toDynamic } from '../convert/dynamic.ts'
import { importState, readState } from '../framework/index.ts'
import { ImportResourceState, ReadResource } from '../wire/messages/resource.ts'
import { operation } from './host.ts'

export const readResource = operation('ReadResource', ReadResource, async (request, host, signal) => {
  const runtime = await host.runtime(request.typeName, signal)
  const { attributes } = runtime
  const current = fromDynamic(request.currentState, attributes)
  if (current === null) return { newState: toDynamic(null, attributes) }
  const reading = await readState(current, request.private, runtime)
  return {
    newState: toDynamic(reading.state, attributes),
    private: reading.privateBytes,
    diagnostics: host.report(reading.diagnostics, attributes),
  }
})

export const importResourceState = operation(
  'ImportResourceState',
  ImportResourceState,
  async (request, host, signal) => {
    const runtime = await host.runtime(request.typeName, signal)
    const { state, diagnostics } = importState(request.id, runtime)
    const imported = { typeName: request.typeName, state: toDynamic(state, runtime.attributes) }
    return {
      importedResources: state === null ? [] : [imported],
      diagnostics: host.report(diagnostics, runtime.attributes),
    }
  },
)
