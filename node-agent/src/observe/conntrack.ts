import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { CommandError, run } from '../host/run.ts'

/**
 * ovs-vswitchd builds its answer before it sends it, and does nothing else meanwhile: where it is also what forwards packets, they wait. More than so
 * many connections it is not asked for (ADR 47).
 */
export const MOST_CONNECTIONS = { netdev: 20_000, system: 200_000 } as const
const LIMIT_MS = 10_000

const ask = (vswitchd: string, ...words: string[]): [string, ...string[]] => [
  'ovs-appctl',
  '--timeout=10',
  `--target=${vswitchd}`,
  ...words,
]

/** How many connections the switch tracks. @throws CommandError */
export const countConnections = async (vswitchd: string): Promise<number> =>
  Number(/\d+/.exec(await run(ask(vswitchd, 'dpctl/ct-get-nconns')))?.[0] ?? 0)

/** Whether the flows of a bridge send anything to members of a load balancer: each choice among members is a group. @throws CommandError */
export const balances = async (target: string): Promise<boolean> =>
  (await run(['ovs-ofctl', '--protocols=OpenFlow13', 'dump-groups', target])).includes('nat(dst=')

/** Hands over the connections that the switch tracks, line by line: there may be very many. @throws CommandError */
export const eachConnection = async (vswitchd: string, take: (line: string) => void): Promise<void> => {
  const [file, ...args] = ask(vswitchd, 'dpctl/dump-conntrack', '-s')
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'ignore'], timeout: LIMIT_MS })
  const ended = new Promise<string | undefined>((resolve) => {
    child.once('error', ({ message }) => {
      resolve(message)
    })
    child.once('close', (code, signal) => {
      resolve(code === 0 ? undefined : (signal ?? `code ${String(code)}`))
    })
  })
  for await (const line of createInterface({ input: child.stdout, crlfDelay: Infinity })) take(line)
  const failure = await ended
  if (failure !== undefined) throw new CommandError(`ovs-appctl dpctl/dump-conntrack: ${failure}`)
}
