/** Bytes in use after a full collection; the process needs --expose-gc. */
export const memory = (): { readonly heap: number; readonly rss: number } => {
  const { gc } = globalThis
  gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { heap: heapUsed + external, rss }
}
