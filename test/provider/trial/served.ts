import { reattachment, serve } from '@quantumnet/provider'
import type { Core } from '../cores.ts'
import { Workspace } from '../terraform.ts'
import { nullProvider } from './null-provider.ts'
import { trialProvider } from './provider.ts'
import { Shelf } from './shelf.ts'

const silent = { debug: () => undefined, error: () => undefined }

export const HEADER = `
terraform {
  required_providers {
    trial = { source = "quantumnet/trial" }
    null  = { source = "hashicorp/null" }
  }
}
`

/** Both providers on the framework, in this process, with a workspace that uses them. */
export interface Served {
  readonly shelf: Shelf
  readonly workspace: Workspace
  /** Makes this the whole configuration, and has it initialized. */
  configure(text: string): Promise<void>
  close(): Promise<void>
}

export const serveTrial = async (core: Core): Promise<Served> => {
  const shelf = new Shelf(() => new Date(performance.timeOrigin + performance.now()))
  const load = <P>(provider: P) => ({ load: async (): Promise<P> => await Promise.resolve(provider), log: silent })
  const trial = await serve(load(trialProvider(shelf)))
  const other = await serve(load(nullProvider))
  const environment = {
    TF_REATTACH_PROVIDERS: reattachment({ 'quantumnet/trial': trial, 'hashicorp/null': other }),
  }
  const workspace = await Workspace.make(environment, core.binary)
  return {
    shelf,
    workspace,
    configure: async (text) => {
      await workspace.write('main.tf', HEADER + text)
      await workspace.succeed('init')
    },
    close: async () => {
      await workspace.remove()
      await trial.close()
      await other.close()
    },
  }
}
