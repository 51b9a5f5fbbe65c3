import { readFileSync } from 'node:fs'
import { reattachment, serve } from '@quantumnet/provider'
import { openExample } from '../../acceptance/examples/example.ts'
import { buildMirror } from '../../provider/mirror.ts'
import type { Workspace } from '../../provider/terraform.ts'
import { nullProvider } from '../../provider/trial/null-provider.ts'
import type { Scene } from '../kit/index.ts'

/** Terraform with our provider as it is packaged, and what stands for hashicorp/null. */
export interface Terraform {
  /** Synthesises and applies the app of an example; its outputs. */
  apply(name: string, variables?: Readonly<Record<string, string>>): Promise<Readonly<Record<string, unknown>>>
  end(): Promise<void>
}

const silent = { debug: () => undefined, error: () => undefined }

const outputsOf = async (workspace: Workspace): Promise<Readonly<Record<string, unknown>>> => {
  const shown = JSON.parse((await workspace.succeed('output', '-json')).stdout) as Record<string, { value: unknown }>
  return Object.fromEntries(Object.entries(shown).map(([name, { value }]) => [name, value]))
}

/** Terraform for the platform of a scene. */
export const startTerraform = async ({ platform }: Scene): Promise<Terraform> => {
  const mirror = buildMirror('022')
  const other = await serve({ load: async () => await Promise.resolve(nullProvider), log: silent })
  const workspaces: Workspace[] = []
  return {
    apply: async (name, variables = {}) => {
      const workspace = await openExample(name, 'cdktf', {
        ...mirror.environment,
        ...Object.fromEntries(Object.entries(variables).map(([key, value]) => [`TF_VAR_${key}`, value])),
        TF_REATTACH_PROVIDERS: reattachment({ 'hashicorp/null': other }),
        QUANTUMNET_ENDPOINT: platform.endpoint,
        QUANTUMNET_TOKEN: readFileSync(platform.tokens.admin, 'utf8').trim(),
      })
      workspaces.push(workspace)
      await workspace.succeed('init')
      await workspace.apply()
      return await outputsOf(workspace)
    },
    end: async () => {
      for (const workspace of workspaces) await workspace.remove()
      await other.close()
      mirror.remove()
    },
  }
}
