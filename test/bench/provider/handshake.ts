import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { selfSigned } from '@quantumnet/provider'
import { pathWithNode } from '../../provider/mirror.ts'

/** How long it takes from the start of a process to the line on stdout that Terraform waits for. */

const COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2'

/** The least that a provider on Node must do: load HTTP/2, make a key, and listen. */
const LEAST = `
const { createServer } = require('node:http2')
const { generateKeyPairSync } = require('node:crypto')
generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
createServer().listen(process.argv[2] + process.pid, () => process.stdout.write('listening\\n'))
`

export interface Starter {
  readonly name: string
  readonly command: readonly [string, ...string[]]
  readonly environment: Readonly<Record<string, string>>
}

/** Who is measured, and what has to be removed afterwards. */
export const starters = (executable: string): { readonly all: readonly Starter[]; readonly remove: () => void } => {
  const folder = mkdtempSync(join(tmpdir(), 'qn-bench-'))
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const client = selfSigned(new Date(performance.timeOrigin + performance.now()))
  const environment = {
    TF_PLUGIN_MAGIC_COOKIE: COOKIE,
    PLUGIN_PROTOCOL_VERSIONS: '5,6',
    PLUGIN_CLIENT_CERT: client.certPem,
  }
  return {
    all: [
      { name: 'bare', command: [process.execPath, file('bare.cjs', "process.stdout.write('up\\n')")], environment: {} },
      { name: 'least', command: [process.execPath, file('least.cjs', LEAST), join(folder, 's.sock')], environment: {} },
      { name: 'provider', command: [executable], environment },
    ],
    remove: () => {
      rmSync(folder, { recursive: true })
    },
  }
}

/** Milliseconds until its first line. */
export const timeToLine = async ({ command, environment }: Starter): Promise<number> => {
  const began = performance.now()
  const child = spawn(command[0], command.slice(1), {
    env: { PATH: pathWithNode(join(process.execPath, '..')), TMPDIR: tmpdir(), ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => {
      resolve()
    })
    child.once('error', reject)
  })
  const took = performance.now() - began
  child.kill('SIGTERM')
  await ended
  return took
}
