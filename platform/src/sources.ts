import { fileURLToPath } from 'node:url'

/** Full path of a file or folder of this repository, given from its top. */
export const sourceOf = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** Runs one of our own programs: Node runs the sources as they are. */
export const nodeCommand = (path: string): readonly [string, ...string[]] => [process.execPath, sourceOf(path)]
