import type { DesiredPort } from '@quantumnet/api'
import { mayBeVm } from '../binding/identity.ts'
import { keys } from '../external-ids.ts'
import type { VswitchState } from '../observe/vswitch-state.ts'

/**
 * No VM is a router to its neighbours unless its port is unsecured. OVN cannot say so: neighbour discovery passes at 65532 in every stage of ACLs,
 * router advertisements with it, and port security lets a VM speak from its link-local address (ADR 28). So they are dropped where the VM's packets
 * come in, before OVN's own flows of the same table.
 */

/** OpenFlow's cookie tells our flows from OVN's, which are named after rows of its southbound database. */
const COOKIE = '0x716e6775617264'
const MATCH = 'icmp6,icmp_type=134'

/** OpenFlow ports of VMs that are no routers: all whose port is not known to be unsecured. */
export const guardedPorts = (
  { interfaces, bridge }: VswitchState,
  expected: readonly DesiredPort[],
): ReadonlySet<number> => {
  const open = new Set<string>(expected.filter(({ secured }) => !secured).map(({ id }) => id))
  return new Set(
    interfaces
      .filter((candidate) => mayBeVm(candidate, bridge?.name ?? ''))
      .filter(({ externalIds }) => !open.has(externalIds.get(keys.logicalPort) ?? ''))
      .flatMap(({ ofport }) => (ofport === null || ofport < 0 ? [] : [ofport])),
  )
}

/** What `ovs-ofctl dump-flows` is asked for. */
export const OURS = `cookie=${COOKIE}/-1`

/** The ports that are guarded, in what `ovs-ofctl dump-flows --no-names` prints. */
export const parseGuards = (printed: string): ReadonlySet<number> =>
  new Set(
    printed
      .split('\n')
      .filter((line) => line.includes(`cookie=${COOKIE}`))
      .flatMap((line) => /in_port=(\d+)/.exec(line)?.[1] ?? [])
      .map(Number),
  )

/** Lines for `ovs-ofctl add-flows`, which make the guards what they should be; none when they are. */
export const guardLines = (wanted: ReadonlySet<number>, present: ReadonlySet<number>): readonly string[] => [
  ...[...wanted]
    .filter((port) => !present.has(port))
    .map((port) => `add cookie=${COOKIE},table=0,priority=200,in_port=${String(port)},${MATCH},actions=drop`),
  ...[...present]
    .filter((port) => !wanted.has(port))
    .map((port) => `delete ${OURS},table=0,in_port=${String(port)},${MATCH}`),
]
