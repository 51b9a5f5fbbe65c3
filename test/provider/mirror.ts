import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

/** The provider as it is shipped: built, laid out as a filesystem mirror, found and started by Terraform. */

const ROOT = join(import.meta.dirname, '../..')

export interface Mirror {
  readonly folder: string
  /** what Terraform needs in its environment to install from it */
  readonly environment: Readonly<Record<string, string>>
  remove(): void
}

/** @param umask of the build, such as `077` */
export const buildMirror = (umask: string): Mirror => {
  const folder = mkdtempSync(join(tmpdir(), 'qn-mirror-'))
  const build = `umask ${umask}; exec "${process.execPath}" "${join(ROOT, 'provider/build.ts')}" --out "${folder}"`
  const { status, stderr } = spawnSync('/bin/sh', ['-c', build], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the provider was not built:\n${stderr}`)
  const config = join(folder, 'terraform.rc')
  writeFileSync(config, `provider_installation {\n  filesystem_mirror {\n    path = "${folder}"\n  }\n}\n`)
  return {
    folder,
    environment: { TF_CLI_CONFIG_FILE: config },
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const OLDEST_NODE = 20
const majorOf = (folder: string): number =>
  Number(spawnSync(join(folder, 'node'), ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout.split('.')[0])

/** Folders with a `node`: the one that runs this, and that of the machine; undefined when the machine has none that is new enough. */
export const nodeFolders = (): readonly [ours: string, machines: string | undefined] => {
  const ours = dirname(process.execPath)
  const machines = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules') && folder !== ours && existsSync(join(folder, 'node')))
  return [ours, machines.find((folder) => majorOf(folder) >= OLDEST_NODE)]
}

/** A PATH on which `node` is the one of that folder. */
export const pathWithNode = (folder: string): string => [folder, process.env['PATH'] ?? ''].join(delimiter)

/** Ids of the processes that run a provider of this mirror. */
export const providersOf = ({ folder }: Mirror): readonly number[] =>
  readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => {
      try {
        // Terraform starts it by its path in the workspace, which is a link into the mirror.
        const script = readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').split('\0')[1] ?? ''
        return script.includes('terraform-provider-quantumnet') && linkedInto(dirname(script), pid, folder)
      } catch {
        return false // it ended meanwhile
      }
    })

const linkedInto = (link: string, pid: number, folder: string): boolean =>
  readlinkSync(link.startsWith('/') ? link : join(`/proc/${String(pid)}/cwd`, link)).startsWith(folder)
