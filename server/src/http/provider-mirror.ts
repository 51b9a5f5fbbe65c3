import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { FastifyInstance } from 'fastify'

/**
 * The Terraform provider, for those who have it from nobody else: a folder with a release of it, as a provider network mirror. It is open to all:
 * it holds no secret and is the same for everybody, and Terraform fetches it before it has any token of ours. Only files that were there at the
 * start are served, by their exact names, so that no path leads out of the folder.
 */

const PREFIX = '/terraform/providers'
const TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.zip': 'application/zip',
  '': 'text/plain; charset=utf-8',
}
const A_MINUTE = 'public, max-age=60'

interface MirrorFile {
  readonly path: string
  readonly bytes: number
  readonly type: string
}

/** @throws Error when the folder cannot be read */
const filesIn = async (folder: string): Promise<ReadonlyMap<string, MirrorFile>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map(async (entry): Promise<[string, MirrorFile]> => {
      const path = join(entry.parentPath, entry.name)
      const { size } = await stat(path)
      const type = TYPES[extname(entry.name)] ?? 'application/octet-stream'
      return [path.slice(join(folder, '/').length).replaceAll('\\', '/'), { path, bytes: size, type }]
    })
  return new Map(await Promise.all(files))
}

/** Serves the folder below /terraform/providers/. @throws Error when it cannot be read */
export const mountProviderMirror = async (http: FastifyInstance, folder: string): Promise<void> => {
  const files = await filesIn(folder)
  http.get<{ Params: { '*': string } }>(`${PREFIX}/*`, { exposeHeadRoute: true }, async (request, reply) => {
    const file = files.get(request.params['*'])
    if (file === undefined) {
      reply.callNotFound()
      return await reply
    }
    return await reply
      .headers({ 'content-type': file.type, 'content-length': file.bytes, 'cache-control': A_MINUTE })
      .send(createReadStream(file.path))
  })
}
