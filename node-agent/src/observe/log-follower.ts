import { open, stat } from 'node:fs/promises'

/** How much is read at once; what is in between waits for its turn in the file. */
const CHUNK_BYTES = 256 * 1024

/**
 * Reads what is appended to a log, from its end on, also when the file is replaced or emptied (rotation). Each call of `read` gives the lines that
 * came whole since the last one; what a replaced file got between the last call and its end is lost, as with any log.
 */
export class LogFollower {
  readonly #path: string
  #position: number | undefined
  #inode = 0
  #rest = ''

  constructor(path: string) {
    this.#path = path
  }

  /** Lines that are new. None while there is no file. @throws Error when it cannot be read */
  async read(): Promise<readonly string[]> {
    const found = await stat(this.#path).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    })
    if (found === undefined) {
      // Whatever is there later is new.
      this.#position = 0
      return []
    }
    // What was said before we came may be long done with.
    this.#position ??= found.size
    if (this.#inode !== 0 && (found.ino !== this.#inode || found.size < this.#position)) this.#begin()
    this.#inode = found.ino
    return found.size === this.#position ? [] : await this.#append()
  }

  #begin(): void {
    this.#position = 0
    this.#rest = ''
  }

  async #append(): Promise<readonly string[]> {
    const lines: string[] = []
    const file = await open(this.#path)
    try {
      const buffer = Buffer.alloc(CHUNK_BYTES)
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, this.#position ?? 0)
        if (bytesRead === 0) return lines
        this.#position = (this.#position ?? 0) + bytesRead
        const parts = (this.#rest + buffer.toString('latin1', 0, bytesRead)).split('\n')
        // A line longer than a chunk is none that we know.
        this.#rest = (parts.pop() ?? '').slice(0, CHUNK_BYTES)
        lines.push(...parts)
      }
    } finally {
      await file.close()
    }
  }
}
