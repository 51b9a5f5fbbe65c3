import { existsSync } from 'node:fs'
import type { NetnsStep, Side } from '../edge/netns-plan.ts'
import type { Family } from '../observe/netns-state.ts'
import { inNetns, run } from '../host/run.ts'
import { sysctlFile } from '../host/sysctl.ts'

/** Several lines for one `ip -batch`, or one other step. */
type Work =
  | Exclude<NetnsStep, { readonly kind: 'ip' }>
  | { readonly kind: 'batch'; readonly side: Side; readonly family: Family; lines: string[] }

/** Neighbouring lines for the same side and family go to ip(8) together: one process instead of ten. */
const gather = (steps: readonly NetnsStep[]): readonly Work[] => {
  const work: Work[] = []
  for (const step of steps) {
    const last = work.at(-1)
    if (step.kind !== 'ip') {
      work.push(step)
      continue
    }
    const { side, family = 'v4', line } = step
    if (last?.kind === 'batch' && last.side === side && last.family === family) last.lines.push(line)
    else work.push({ kind: 'batch', side, family, lines: [line] })
  }
  return work
}

/**
 * Does the steps in order. A line of ip(8) that fails keeps no other line, and so no other network, from being done. Anything else that fails
 * ends it, since what follows relies on it: no device comes without its guard, none forwards before it is closed to others.
 *
 * @returns the failures of lines; the next pass begins with what is left
 * @throws CommandError
 */
export const applyNetns = async (steps: readonly NetnsStep[], netns: string): Promise<readonly unknown[]> => {
  const failures: unknown[] = []
  for (const work of gather(steps)) {
    const done = applyOne(work, netns)
    await (work.kind === 'batch' ? done.catch((error: unknown) => void failures.push(error)) : done)
  }
  return failures
}

const applyOne = async (work: Work, netns: string): Promise<void> => {
  const enter = (side: Side, command: readonly [string, ...string[]]): readonly [string, ...string[]] =>
    side === 'edge' ? inNetns(netns, command) : command
  switch (work.kind) {
    case 'create-namespace':
      await run(['ip', 'netns', 'add', netns])
      break
    case 'sysctl':
      // A kernel without IPv6 lacks some.
      if (existsSync(sysctlFile(work.name))) await run(enter(work.side, ['tee', sysctlFile(work.name)]), work.value)
      break
    case 'ruleset':
      await run(enter(work.side, ['nft', '--file', '-']), work.ruleset.text)
      break
    case 'batch':
      await run(
        // Without a family ip(8) knows by the addresses, save of rules and of `default`, which are IPv4's then.
        enter(work.side, ['ip', ...(work.family === 'v6' ? ['-6'] : []), '-force', '-batch', '-']),
        `${work.lines.join('\n')}\n`,
      )
      break
  }
}
