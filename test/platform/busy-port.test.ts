import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { startPlatform } from '@quantumnet/platform'
import { lockFolder } from '../../platform/src/supervisor/lock.ts'
import { freePort } from '../../platform/src/relay/part.ts'
import { scratchFolder } from './scratch.ts'

describe('a start on a port that somebody has', () => {
  let folder: ReturnType<typeof scratchFolder>
  let apiPort: number
  const other = createServer()
  beforeEach(async () => {
    folder = scratchFolder()
    apiPort = await freePort('127.0.0.1')
    other.listen(apiPort, '127.0.0.1')
    await once(other, 'listening')
  })
  afterEach(async () => {
    other.close()
    await once(other, 'close')
    folder.remove()
  })

  it('is refused before anything is made', async () => {
    const dataDir = join(folder.path, 'data')
    await expect(startPlatform({ dataDir, lab: false, apiPort })).rejects.toThrow(
      `another program listens on 127.0.0.1:${String(apiPort)}`,
    )
    await expect(startPlatform({ dataDir, lab: false, dnsPort: apiPort })).rejects.toThrow('another program listens')
    expect(existsSync(dataDir)).toBe(false)
  })

  it('is told that another start has the folder, where one has', async () => {
    const unlock = await lockFolder(folder.path)
    try {
      await expect(startPlatform({ dataDir: folder.path, lab: false, apiPort })).rejects.toThrow(
        'is in use by another run',
      )
    } finally {
      await unlock?.()
    }
  })
})
