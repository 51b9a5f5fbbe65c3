import { fromDynamic, toDynamic } from '../convert/dynamic.ts'
import { toIdentityData } from '../convert/identity.ts'
import { applyChange, identityOf } from '../framework/index.ts'
import { ApplyResourceChange } from '../wire/messages/resource.ts'
import { operation } from './operation.ts'

export const applyResourceChange = operation(
  'ApplyResourceChange',
  ApplyResourceChange,
  async (request, host, signal) => {
    const runtime = await host.runtime(request.typeName, signal)
    const { attributes, resource } = runtime
    const applied = await applyChange(
      {
        prior: fromDynamic(request.priorState, attributes),
        planned: fromDynamic(request.plannedState, attributes),
        config: fromDynamic(request.config, attributes),
        privateBytes: request.plannedPrivate,
        check: (state) => void toDynamic(state, attributes),
      },
      runtime,
    )
    return {
      newState: toDynamic(applied.state, attributes),
      private: applied.privateBytes,
      newIdentity: toIdentityData(resource.identity, identityOf(resource.identity, applied.state)),
      diagnostics: host.report(applied.diagnostics, attributes),
    }
  },
  // Terraform must not forget what was there.
  ({ priorState, plannedPrivate }) => ({ newState: priorState, private: plannedPrivate }),
)
