import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const COPIED = '.copied.json'
const digest = (content: Buffer): string => createHash('sha256').update(content).digest('hex')

/**
 * Copies the files of an example, those that the user has changed since excepted. Returns the names of these.
 * A record beside them tells a file that is merely of an older version from one that was edited.
 */
export const copyExample = (from: string, to: string): string[] => {
  mkdirSync(to, { recursive: true })
  const record = join(to, COPIED)
  const before = existsSync(record) ? (JSON.parse(readFileSync(record, 'utf8')) as Record<string, string>) : {}
  const kept: string[] = []
  const names = readdirSync(from, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []))
  const now = names.map((name) => {
    const [content, copy] = [readFileSync(join(from, name)), join(to, name)]
    const current = existsSync(copy) ? digest(readFileSync(copy)) : undefined
    const edited = current !== undefined && current !== before[name] && current !== digest(content)
    if (edited) kept.push(name)
    else writeFileSync(copy, content)
    return [name, edited ? before[name] : digest(content)] as const
  })
  writeFileSync(record, JSON.stringify(Object.fromEntries(now)))
  return kept
}
