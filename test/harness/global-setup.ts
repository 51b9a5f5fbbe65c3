import { startSharedPostgres } from './postgres.ts'

declare global {
  /** What the set-up of jest leaves for its teardown, in the same process. */
  var stopSharedPostgres: (() => Promise<void>) | undefined
}

const setUp = async (): Promise<void> => {
  globalThis.stopSharedPostgres = await startSharedPostgres()
}

// jest asks for a default export.
export { setUp as default }
