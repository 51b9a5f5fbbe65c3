import { provider, reattachment, serve, type Serving } from '@quantumnet/provider'

/** The provider in the process of the test: breakpoints and coverage work, and nothing has to be built. */

const silent = { debug: () => undefined, error: () => undefined }

export interface InProcess {
  /** what Terraform needs in its environment to use it */
  readonly environment: Readonly<Record<string, string>>
  close(): Promise<void>
}

export const serveInProcess = async (): Promise<InProcess> => {
  const serving: Serving = await serve({ load: async () => await Promise.resolve(provider), log: silent })
  return {
    environment: {
      TF_REATTACH_PROVIDERS: reattachment({ 'quantumnet/quantumnet': serving }),
    },
    close: async () => {
      await serving.close()
    },
  }
}
