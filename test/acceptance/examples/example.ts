import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { Workspace } from '../../provider/terraform.ts'

/** The examples as their readers start them. */

const EXAMPLES = join(import.meta.dirname, '../../../examples')

/** In which language an example is written. */
export type Language = 'hcl' | 'cdktf'

/** Synthesises the app of an example into a folder, as a stack for Terraform. */
export const synthesise = async (name: string, folder: string): Promise<void> => {
  const app = join(EXAMPLES, name, 'cdktf/main.ts')
  execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', '--disable-warning=DEP0044', app], {
    cwd: folder,
  })
  await cp(join(folder, 'cdktf.out/stacks', name), folder, { recursive: true })
}

/** A workspace of Terraform with the example in it. */
export const openExample = async (
  name: string,
  language: Language,
  environment: Readonly<Record<string, string>>,
): Promise<Workspace> => {
  const workspace = await Workspace.make(environment)
  if (language === 'cdktf') await synthesise(name, workspace.folder)
  else
    for (const file of readdirSync(join(EXAMPLES, name)).filter((each) => each.endsWith('.tf')))
      await cp(join(EXAMPLES, name, file), join(workspace.folder, file))
  return workspace
}

/** The path of a file of the examples. */
export const exampleFile = (...path: readonly string[]): string => join(EXAMPLES, ...path)
