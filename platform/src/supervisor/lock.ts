import { existsSync, realpathSync } from 'node:fs'
import { createServer } from 'node:net'
import { tagOf } from '../paths.ts'

/**
 * Holds a data folder for this process: undefined when another one has it. The lock is a name in the kernel (abstract socket, unix(7)),
 * so it cannot be left behind: it goes with the process, however that ends.
 */
export const lockFolder = async (folder: string): Promise<(() => Promise<void>) | undefined> => {
  const server = createServer()
  const taken = await new Promise<boolean>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(true)
      else reject(error)
    })
    server.listen(`\0quantumnet-${tagOf(realpathSync(folder))}`, () => {
      resolve(false)
    })
  })
  if (taken) return undefined
  server.unref()
  return async () => {
    await new Promise((resolve) => server.close(resolve))
  }
}

/** Whether a process has a data folder, which need not be there. */
export const isLocked = async (folder: string): Promise<boolean> => {
  if (!existsSync(folder)) return false
  const unlock = await lockFolder(folder)
  await unlock?.()
  return unlock === undefined
}
