import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** The commands of a guide under one heading: its blocks of shell, in order. */
const blocksOf = (document: string, heading: string): readonly string[] => {
  const [, section] = readFileSync(document, 'utf8').split(new RegExp(`^#+ ${heading}$`, 'm'))
  if (section === undefined) throw new Error(`${document} has no heading "${heading}"`)
  const [own = ''] = section.split(/^#+ (?=[A-Z])/m)
  return [...own.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block ?? '')
}

/** Somebody who follows a guide in one shell, heading by heading. */
export interface Reader {
  /** Runs a block, the first of its heading unless told otherwise. @throws Error with what the shell said when a command fails */
  follow(heading: string, index?: number): Promise<void>
  /** The value of a variable that a block has set. */
  value(name: string): Promise<string>
  leave(): void
}

/** Begins to follow a guide, with these variables in the environment. */
export const readGuide = (document: string, env: Readonly<Record<string, string>>): Reader => {
  const shell = spawn('bash', ['-euo', 'pipefail'], { env: { ...process.env, ...env }, stdio: 'pipe' })
  const said: string[] = []
  const told: ((line: string | undefined) => void)[] = []
  shell.stderr.on('data', (chunk: Buffer) => void said.push(chunk.toString('utf8')))
  createInterface({ input: shell.stdout }).on('line', (line) => {
    if (line.startsWith('@@')) told.shift()?.(line.slice(2))
    else said.push(line)
  })
  shell.on('close', () => {
    for (const tell of told.splice(0)) tell(undefined)
  })
  const run = async (commands: string, ends: string): Promise<string> => {
    if (shell.exitCode !== null) throw new Error('the shell has ended before')
    const line = await new Promise<string | undefined>((resolve) => {
      told.push(resolve)
      shell.stdin.write(`${commands}\nprintf '\\n@@%s\\n' "${ends}"\n`)
    })
    if (line === undefined) throw new Error(`the shell has ended: ${said.slice(-5).join('\n')}`)
    return line
  }
  return {
    follow: async (heading, index = 0) => {
      await run(blocksOf(document, heading)[index] ?? `echo no such block >&2; exit 1`, '')
    },
    value: async (name) => await run('', `$${name}`),
    leave: () => {
      shell.kill()
    },
  }
}
