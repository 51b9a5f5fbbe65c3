import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Platform } from '../platform.ts'
import { run } from '../process/run.ts'
import { nodeCommand, sourceOf } from '../sources.ts'
import { copyExample } from './example.ts'

/** A folder with Terraform configuration, and what Terraform needs to know to work there. */
export interface Workdir {
  readonly folder: string
  /** To be read by a shell: sets the endpoint, the token and where Terraform finds the provider. */
  readonly envFile: string
  readonly env: Readonly<Record<string, string>>
}

/** A port that Terraform made. */
export interface MadePort {
  readonly id: string
  readonly name: string
  readonly mac: string
  readonly hostname: string | undefined
  /** The hypervisor that it asks for. */
  readonly node: string | undefined
}

const TERRAFORM_LIMIT_MS = 300_000
const BUILD_LIMIT_MS = 120_000
const OUR_PROVIDERS = 'registry.terraform.io/quantumnet/*'

/** Our provider from the folder where it was built, everybody else's from their registries. */
const cliConfig = (mirror: string): string => `disable_checkpoint = true
provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ["${OUR_PROVIDERS}"]
  }
  direct {
    exclude = ["${OUR_PROVIDERS}"]
  }
}
`

/** Builds the provider, and prepares a copy of the example for it. */
export const prepareWorkdir = async (platform: Platform, log: (line: string) => void): Promise<Workdir> => {
  const { dataDir } = platform
  const [mirror, config] = [join(dataDir, 'providers'), join(dataDir, 'terraform.rc')]
  mkdirSync(mirror, { recursive: true })
  await run([...nodeCommand('provider/build.ts'), '--out', mirror], { timeoutMs: BUILD_LIMIT_MS })
  writeFileSync(config, cliConfig(mirror))

  const [folder, envFile] = [join(dataDir, 'quickstart'), join(dataDir, 'env')]
  for (const name of copyExample(sourceOf('examples/quickstart'), folder))
    log(`kept your changes of ${join(folder, name)}`)
  // It holds the checksum of the build before, and Terraform would refuse the new one.
  rmSync(join(folder, '.terraform.lock.hcl'), { force: true })

  const plain = { QUANTUMNET_ENDPOINT: platform.endpoint, TF_CLI_CONFIG_FILE: config }
  const lines = Object.entries(plain).map(([name, value]) => `export ${name}='${value}'\n`)
  // The provider is started by the `node` on PATH, and the machine's may be too old for it.
  lines.push(`export PATH='${dirname(process.execPath)}':"$PATH"\n`)
  writeFileSync(envFile, `${lines.join('')}export QUANTUMNET_TOKEN="$(cat '${platform.tokens.admin}')"\n`)
  const token = readFileSync(platform.tokens.admin, 'utf8').trim()
  return { folder, envFile, env: { ...plain, QUANTUMNET_TOKEN: token, TF_IN_AUTOMATION: '1' } }
}

const terraform = async ({ folder, env }: Workdir, args: readonly string[], signal?: AbortSignal): Promise<string> =>
  await run(['terraform', `-chdir=${folder}`, ...args], {
    env: { ...process.env, ...env },
    timeoutMs: TERRAFORM_LIMIT_MS,
    // Lets Terraform end what it is doing and write its state.
    killSignal: 'SIGINT',
    ...(signal !== undefined && { signal }),
  })

/** `terraform init` and `apply`. @throws CommandError with what Terraform said */
export const apply = async (workdir: Workdir, signal?: AbortSignal): Promise<void> => {
  await terraform(workdir, ['init', '-input=false', '-no-color'], signal)
  await terraform(workdir, ['apply', '-input=false', '-no-color', '-auto-approve'], signal)
}

interface ShownState {
  readonly values?: { readonly root_module?: { readonly resources?: readonly ShownResource[] } }
}
interface ShownResource {
  readonly type: string
  readonly values: Readonly<Record<string, unknown>>
}

/** The ports in what `terraform show -json` prints, in the order of their names. */
export const portsIn = (shown: string): readonly MadePort[] => {
  const state = JSON.parse(shown) as ShownState
  const optional = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
  return (state.values?.root_module?.resources ?? [])
    .filter(({ type }) => type === 'quantumnet_port')
    .map(({ values }) => ({
      id: String(values['id']),
      name: String(values['name']),
      mac: String(values['mac']),
      hostname: optional(values['hostname']),
      node: optional(values['node']),
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
}

export const madePorts = async (workdir: Workdir): Promise<readonly MadePort[]> =>
  portsIn(await terraform(workdir, ['show', '-json']))
