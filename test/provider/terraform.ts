import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultBinary } from './cores.ts'

/** Runs the real Terraform, or OpenTofu, in a folder of its own. */

export interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly tookMs: number
}

export interface Failure {
  /** all of it on one line */
  readonly text: string
  /** the lines of the configuration that its errors point at */
  readonly lines: readonly string[]
}

/** One resource of a state. */
export interface StateResource {
  readonly address: string
  readonly tainted?: boolean
  readonly values: Readonly<Record<string, unknown>>
}

type Environment = Readonly<Record<string, string | undefined>>

const PROVIDER = `
terraform {
  required_providers {
    quantumnet = { source = "quantumnet/quantumnet" }
  }
}
`

export class Workspace {
  readonly folder: string
  readonly #environment: Environment
  readonly #core: string

  private constructor(folder: string, environment: Environment, core: string) {
    this.folder = folder
    this.#environment = environment
    this.#core = core
  }

  /**
   * @param environment beside PATH and HOME, which are the only ones that are inherited
   * @param core the program to run
   */
  static async make(environment: Environment, core = defaultBinary()): Promise<Workspace> {
    return new Workspace(await mkdtemp(join(tmpdir(), 'qn-terraform-')), environment, core)
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true })
  }

  /** Makes this the whole configuration. */
  async configure(resources: string, provider = 'provider "quantumnet" {}'): Promise<void> {
    await writeFile(join(this.folder, 'main.tf'), `${PROVIDER}\n${provider}\n${resources}`)
  }

  /** Writes a file beside the configuration. */
  async write(name: string, text: string): Promise<void> {
    await writeFile(join(this.folder, name), text)
  }

  /** Starts a command without waiting for its end. */
  start(args: readonly string[], options: { readonly detached?: boolean } = {}): ChildProcess {
    return spawn(this.#core, [...args, '-no-color'], {
      cwd: this.folder,
      detached: options.detached ?? false,
      env: {
        PATH: process.env['PATH'],
        HOME: this.folder,
        CHECKPOINT_DISABLE: '1',
        TF_IN_AUTOMATION: '1',
        ...this.#environment,
      },
    })
  }

  async run(...args: readonly string[]): Promise<Run> {
    const began = performance.now()
    return await finished(this.start(args), began)
  }

  /** @throws Error with the output when the command fails */
  async succeed(...args: readonly string[]): Promise<Run> {
    const run = await this.run(...args)
    if (run.code !== 0)
      throw new Error(`terraform ${args.join(' ')} ended with ${String(run.code)}:\n${run.stdout}${run.stderr}`)
    return run
  }

  /** What a failing command shows. @throws Error when it succeeds */
  async fail(...args: readonly string[]): Promise<Failure> {
    const run = await this.run(...args)
    if (run.code === 0) throw new Error(`terraform ${args.join(' ')} succeeded:\n${run.stdout}`)
    const output = run.stderr + run.stdout
    return {
      // Terraform frames and wraps its errors.
      text: output.replace(/[│╷╵]/g, ' ').replace(/\s+/g, ' '),
      lines: [...output.matchAll(/^[│ ]*\d+: (.*)$/gm)].map(([, line = '']) => line.trim()),
    }
  }

  async apply(...args: readonly string[]): Promise<Run> {
    return await this.succeed('apply', '-auto-approve', ...args)
  }

  /** What a plan would do, as `create quantumnet_port.a`; nothing when all is as configured. */
  async planned(...args: readonly string[]): Promise<string[]> {
    await this.succeed('plan', '-out=tfplan', ...args)
    const shown = JSON.parse((await this.succeed('show', '-json', 'tfplan')).stdout) as {
      resource_changes?: { address: string; change: { actions: string[] } }[]
    }
    return (shown.resource_changes ?? [])
      .map(({ address, change }) => `${change.actions.join('+')} ${address}`)
      .filter((action) => !action.startsWith('no-op'))
      .sort()
  }

  async state(): Promise<StateResource[]> {
    const shown = JSON.parse((await this.succeed('show', '-json')).stdout) as {
      values?: { root_module: { resources?: StateResource[] } }
    }
    return shown.values?.root_module.resources ?? []
  }

  /** Values of one resource. @throws Error when the state does not have it */
  async values(address: string): Promise<Readonly<Record<string, unknown>>> {
    const found = (await this.state()).find((resource) => resource.address === address)
    if (found === undefined) throw new Error(`${address} is not in the state`)
    return found.values
  }

  async file(name: string): Promise<string> {
    return await readFile(join(this.folder, name), 'utf8')
  }
}

/** Collects the output of a command until its end. */
export const finished = async (child: ChildProcess, began = performance.now()): Promise<Run> => {
  let [stdout, stderr] = ['', '']
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  return { code, stdout, stderr, tookMs: performance.now() - began }
}
