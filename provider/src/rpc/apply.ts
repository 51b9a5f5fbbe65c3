import { fromDynamic, toDynamic } from '../convert/dynamic.ts'
import { applyChange } from '../framework/index.ts'
import { ApplyResourceChange } from '../wire/messages/resource.ts'
import { operation } from './host.ts'

export const applyResourceChange = operation(
  'ApplyResourceChange',
  ApplyResourceChange,
  async (request, host, signal) => {
    const runtime = await host.runtime(request.typeName, signal)
    const { attributes } = runtime
    const applied = await applyChange(
      {
        prior: fromDynamic(request.priorState, attributes),
        planned: fromDynamic(request.plannedState, attributes),
        privateBytes: request.plannedPrivate,
        check: (state) => void toDynamic(state, attributes),
      },
      runtime,
    )
    return {
      newState: toDynamic(applied.state, attributes),
      private: applied.privateBytes,
      diagnostics: host.report(applied.diagnostics, attributes),
    }
  },
  // Terraform must not forget what was there.
  ({ priorState, plannedPrivate }) => ({ newState: priorState, private: plannedPrivate }),
)
