const tearDown = async (): Promise<void> => {
  await globalThis.stopSharedPostgres?.()
}

// jest asks for a default export.
export { tearDown as default }
