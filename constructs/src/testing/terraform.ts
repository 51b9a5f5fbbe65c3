import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Asks the real Terraform, with the real provider. */

/** Where Terraform and the provider are. */
export interface TerraformOptions {
  /** Terraform's or OpenTofu's program. Default: `TERRAFORM_BINARY_NAME` in the environment, else `terraform`. */
  readonly terraform?: string | undefined
  /** Folder of a filesystem mirror that has the provider of QuantumNet. Default: as Terraform is configured on this machine. */
  readonly mirror?: string | undefined
}

/** What `terraform validate -json` says. */
interface Validation {
  readonly valid: boolean
  readonly diagnostics: readonly {
    readonly severity: string
    readonly summary: string
    readonly detail: string
    readonly snippet?: { readonly context?: string | null; readonly code: string } | null
  }[]
}

const PROVIDER = ['registry.terraform.io', 'registry.opentofu.org']
  .map((host) => `"${host}/quantumnet/quantumnet"`)
  .join(', ')

const cliConfig = (mirror: string): string => `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = [${PROVIDER}]
  }
  direct {
    exclude = [${PROVIDER}]
  }
}
`

/** Runs a command in a folder. @throws Error when there is no such program */
const run = (folder: string, args: readonly string[], { terraform, mirror }: TerraformOptions): string => {
  const program = terraform ?? process.env['TERRAFORM_BINARY_NAME'] ?? 'terraform'
  const config = join(folder, 'terraform.rc')
  if (mirror !== undefined) writeFileSync(config, cliConfig(mirror))
  const { error, status, stdout, stderr } = spawnSync(program, [...args, '-no-color'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, CHECKPOINT_DISABLE: '1', ...(mirror === undefined ? {} : { TF_CLI_CONFIG_FILE: config }) },
  })
  if (error !== undefined)
    throw new Error(
      `${program} was not run (${error.message}): install Terraform, or name its program by quantumnetMatchers({ terraform })`,
    )
  if (status !== 0 && args[0] === 'init')
    throw new Error(
      `${program} init failed, so nothing is known of the stack. Where the provider is in no registry, name a mirror by quantumnetMatchers({ mirror }).\n${stderr}`,
    )
  return stdout
}

/**
 * What Terraform and the provider find wrong in a folder; nothing when it is valid.
 * @throws Error when Terraform can't be run, or the providers can't be installed
 */
export const problemsIn = (folder: string, options: TerraformOptions): readonly string[] => {
  run(folder, ['init', '-backend=false', '-input=false'], options)
  const { diagnostics } = JSON.parse(run(folder, ['validate', '-json'], options)) as Validation
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ summary, detail, snippet }) =>
      [snippet?.context, snippet?.code.trim().replace(/,$/, ''), summary, detail].filter(Boolean).join(': '),
    )
}
