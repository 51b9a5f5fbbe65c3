import { describe } from '@jest/globals'
import { openRun, type Run } from '../../platform/src/run.ts'
import { isRoot } from '../../platform/src/process/user.ts'
import { which } from '../../platform/src/process/which.ts'
import { LAB, OVN_CENTRAL, SCENARIOS, type Requirements } from '../../platform/src/setup/debian.ts'
import { scratchFolder } from './scratch-folder.ts'

export { scratchFolder }

/** A run on a folder of its own, whose lines are kept. */
export const scratchRun = async (): Promise<{
  readonly run: Run
  readonly lines: string[]
  end: () => Promise<void>
}> => {
  const folder = scratchFolder()
  const lines: string[] = []
  const run = await openRun(folder.path, (line) => lines.push(line))
  return {
    run,
    lines,
    end: async () => {
      await run.close()
      folder.remove()
    },
  }
}

type Suite = (name: string, body: () => void) => void

const describeUnless = (missing: string[]): Suite => {
  if (missing.length === 0) return describe
  process.stderr.write(`skipped, for want of ${missing.join(', ')}\n`)
  return describe.skip
}

const missingPrograms = (requirements: Requirements): string[] =>
  Object.entries(requirements)
    .filter(([program]) => which(program) === undefined)
    .map(([program, debianPackage]) => `${program} (Debian package ${debianPackage})`)

/** `describe` where OVN's central parts can run, else skipped with a line that says what is missing. */
export const describeWithOvn = describeUnless(missingPrograms(OVN_CENTRAL))
const forLab = (requirements: Requirements): string[] => [
  ...(isRoot() ? [] : ['root, for network namespaces']),
  ...missingPrograms(requirements),
]
/** `describe` where the lab can run. */
export const describeWithLab = describeUnless(forLab({ ...OVN_CENTRAL, ...LAB }))
/** `describe` where scenarios with packets can run. */
export const describeScenarios = describeUnless(forLab({ ...OVN_CENTRAL, ...LAB, ...SCENARIOS }))
