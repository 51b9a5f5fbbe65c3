import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { cacheFolder } from '@quantumnet/platform'

/** The programs that run a provider: Terraform and OpenTofu, each in the version that is tried. */

export interface Core {
  /** as it stands in the names of tests */
  readonly name: string
  readonly binary: string
  /** whether it knows identities and `terraform query` */
  readonly lists: boolean
}

/** Versions that are built from their sources where they can be had (cores-build.ts), beside the installed one. */
export const BUILT = { tofu: '1.12.6', terraform: '1.15.9' } as const

/** Where the built ones are kept. */
export const coresFolder = (): string => process.env['TERRAFORM_CORES'] ?? join(cacheFolder(), 'terraform-cores')

export const builtBinary = (program: keyof typeof BUILT): string => join(coresFolder(), `${program}-${BUILT[program]}`)

/** The one that runs the tests: TERRAFORM_CORE, else the installed one. */
export const defaultBinary = (): string => process.env['TERRAFORM_CORE'] ?? 'terraform'

const coreOf = (binary: string): Core => ({
  name: basename(binary),
  binary,
  lists: basename(binary) === basename(builtBinary('terraform')),
})

/** All that this machine has; where TERRAFORM_CORE names one, that one. */
export const cores = (): readonly Core[] => {
  const chosen = process.env['TERRAFORM_CORE']
  if (chosen !== undefined) return [coreOf(chosen)]
  const built = [builtBinary('tofu'), builtBinary('terraform')]
  for (const absent of built.filter((binary) => !existsSync(binary)))
    process.stderr.write(`left out: ${basename(absent)}, which is not in ${coresFolder()}\n`)
  return ['terraform', ...built.filter((binary) => existsSync(binary))].map(coreOf)
}
