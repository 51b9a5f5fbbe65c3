import { dirname, join } from 'node:path'
import { guardLines, OURS, parseGuards } from '../guard/flows.ts'
import { run } from '../host/run.ts'

const UNIX = 'unix:'

/** Where ovs-ofctl reaches a bridge: beside the database's socket, unless that is remote. */
export const targetOf = (ovsdb: string, bridge: string): string =>
  ovsdb.startsWith(UNIX) ? `${UNIX}${join(dirname(ovsdb.slice(UNIX.length)), `${bridge}.mgmt`)}` : bridge

/** The same as a path of this machine, remote database or not. */
export const socketOf = (ovsdb: string, bridge: string): string => {
  const target = targetOf(ovsdb, bridge)
  return target.startsWith(UNIX) ? target.slice(UNIX.length) : join('/var/run/openvswitch', `${target}.mgmt`)
}

/**
 * Makes the guards of a bridge what they should be. ovn-controller leaves them alone while it runs, and removes every flow when it starts: so
 * they are looked at again and again. @throws CommandError when the bridge cannot be reached
 */
export const applyGuards = async (ovsdb: string, bridge: string, wanted: ReadonlySet<number>): Promise<void> => {
  const target = targetOf(ovsdb, bridge)
  const lines = guardLines(wanted, parseGuards(await run(['ovs-ofctl', '--no-names', 'dump-flows', target, OURS])))
  if (lines.length > 0) await run(['ovs-ofctl', '--bundle', 'add-flows', target, '-'], `${lines.join('\n')}\n`)
}
