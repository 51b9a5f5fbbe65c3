import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nodeFolders, pathWithNode } from '../../provider/mirror.ts'

/** An empty project of somebody who installs the constructs, with npm and a Node of the oldest kind that this machine has. */

const ROOT = join(import.meta.dirname, '../../..')
const [OURS, MACHINES = OURS] = nodeFolders()
const environment = { ...process.env, PATH: pathWithNode(MACHINES), npm_config_update_notifier: 'false' }

/** The packages as npm packs them: both of ours, the frameworks, and what these need. Nothing is asked of a registry. */
export class Tarballs {
  readonly folder = mkdtempSync(join(tmpdir(), 'qn-tarballs-'))

  /** @throws Error with npm's words when one is not packed */
  constructor() {
    execFileSync(process.execPath, [join(ROOT, 'constructs/pack.ts'), '--out', this.folder], { env: environment })
    const others = ['cdktf', 'cdktn', 'constructs'].map((name) => join(ROOT, 'node_modules', name))
    execFileSync('npm', ['pack', '--silent', '--ignore-scripts', ...others], { cwd: this.folder, env: environment })
  }

  /** The tarball of one of them. @throws Error when there is none */
  path(name: string): string {
    const prefix = `${name.replace('@', '').replace('/', '-')}-`
    const found = readdirSync(this.folder).find(
      (file) => file.startsWith(prefix) && /^\d/.test(file.slice(prefix.length)),
    )
    if (found === undefined) throw new Error(`no tarball of ${name} in ${this.folder}`)
    return join(this.folder, found)
  }

  remove(): void {
    rmSync(this.folder, { recursive: true })
  }
}

export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), 'qn-project-'))

  constructor() {
    this.write('package.json', '{ "private": true }\n')
  }

  /** Installs without --force and without a registry. @throws Error with npm's words when that fails */
  install(...tarballs: readonly string[]): void {
    const args = ['install', '--offline', '--no-audit', '--no-fund', ...tarballs]
    const { status, stderr } = spawnSync('npm', args, { cwd: this.folder, env: environment, encoding: 'utf8' })
    if (status !== 0) throw new Error(`npm install failed:\n${stderr}`)
  }

  /** What npm says of the tree that is installed: problems such as a peer that does not fit. */
  problems(): readonly string[] {
    const { stdout } = spawnSync('npm', ['ls', '--all', '--json'], {
      cwd: this.folder,
      env: environment,
      encoding: 'utf8',
    })
    return (JSON.parse(stdout) as { problems?: readonly string[] }).problems ?? []
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text)
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8')
  }

  /** Compiles a source as users do. @throws Error with what the compiler finds wrong, in the source or in declarations */
  compile(source: string, ...options: readonly string[]): void {
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
    const types = ['--typeRoots', join(ROOT, 'node_modules/@types'), '--types', 'node']
    const args = [tsc, '--strict', '--target', 'es2022', ...types, ...options, source]
    const { status, stdout } = spawnSync(process.execPath, args, { cwd: this.folder, encoding: 'utf8' })
    if (status !== 0) throw new Error(`tsc failed:\n${stdout}`)
  }

  /** Runs a file with the project's Node. @throws Error with its errors when it fails */
  node(...args: readonly string[]): string {
    return execFileSync('node', args, { cwd: this.folder, env: environment, encoding: 'utf8' })
  }

  /** Copies one of the project's folders into another one. */
  copyTo(folder: string, from: string): void {
    cpSync(join(this.folder, from), folder, { recursive: true })
  }

  remove(): void {
    rmSync(this.folder, { recursive: true })
  }
}
