import { reattachment, serve } from '@quantumnet/provider'
import { buildMirror } from '../../provider/mirror.ts'
import { nullProvider } from '../../provider/trial/null-provider.ts'

/** The providers that examples use. */
export interface Providers {
  /** What Terraform needs in its environment to find them. */
  readonly environment: Readonly<Record<string, string>>
  end(): Promise<void>
}

const silent = { debug: () => undefined, error: () => undefined }

/**
 * Ours as it is packaged, from a mirror; and for hashicorp/null, which only its registry has, one of the same schema and behaviour on our framework, which
 * is served by this process.
 */
export const startProviders = async (): Promise<Providers> => {
  const mirror = buildMirror('022')
  const other = await serve({ load: async () => await Promise.resolve(nullProvider), log: silent })
  return {
    environment: { ...mirror.environment, TF_REATTACH_PROVIDERS: reattachment({ 'hashicorp/null': other }) },
    end: async () => {
      await other.close()
      mirror.remove()
    },
  }
}
