import { readFileSync } from 'node:fs'
import { openExample } from '../../acceptance/examples/example.ts'
import { startProviders } from '../../acceptance/examples/providers.ts'
import type { Workspace } from '../../provider/terraform.ts'
import type { Scene } from '../kit/index.ts'

/** Terraform, for examples in a scene. */
export interface Terraform {
  /** Synthesises and applies the app of an example; its outputs. */
  apply(name: string, variables?: Readonly<Record<string, string>>): Promise<Readonly<Record<string, unknown>>>
  end(): Promise<void>
}

const outputsOf = async (workspace: Workspace): Promise<Readonly<Record<string, unknown>>> => {
  const shown = JSON.parse((await workspace.succeed('output', '-json')).stdout) as Record<string, { value: unknown }>
  return Object.fromEntries(Object.entries(shown).map(([name, { value }]) => [name, value]))
}

/** Terraform for the platform of a scene. */
export const startTerraform = async ({ platform }: Scene): Promise<Terraform> => {
  const providers = await startProviders()
  const workspaces: Workspace[] = []
  return {
    apply: async (name, variables = {}) => {
      const workspace = await openExample(name, 'cdktf', {
        ...providers.environment,
        ...Object.fromEntries(Object.entries(variables).map(([key, value]) => [`TF_VAR_${key}`, value])),
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
      await providers.end()
    },
  }
}
