import { migrationStates, type MigrationState, type NodeState } from '@quantumnet/api'
import { DomainError, fieldError } from '../../errors.ts'

/** What can happen to a live migration. People ask for `switch` and `abort`; the others are seen. */
export type Step =
  /** the destination has plugged in every port, and OVN has installed its flows there */
  | 'destination_ready'
  /** the destination has lost a port that it had */
  | 'destination_lost'
  /** the VM runs at the destination: OVN has seen its first frame there, or somebody says so */
  | 'switch'
  /** OVN has the ports at the destination alone */
  | 'moved'
  | 'abort'
  /** it cannot go on: a port is gone, or the destination is */
  | 'fail'

/** Once switching, the VM runs at the destination, and an abort would cut it off: who wants it back migrates it back. */
const TRANSITIONS: Readonly<Record<MigrationState, Readonly<Partial<Record<Step, MigrationState>>>>> = {
  preparing: { destination_ready: 'prepared', abort: 'aborted', fail: 'aborted' },
  prepared: { destination_lost: 'preparing', switch: 'switching', abort: 'aborted', fail: 'aborted' },
  switching: { moved: 'done', fail: 'aborted' },
  done: {},
  aborted: {},
}

/** States in which a migration has its ports; each port has one such migration at most. */
export const liveStates: readonly MigrationState[] = migrationStates.filter(
  (state) => Object.keys(TRANSITIONS[state]).length > 0,
)

/** The state that a step leads to; undefined where it is not possible. */
export const nextState = (state: MigrationState, step: Step): MigrationState | undefined => TRANSITIONS[state][step]

const WHY: Readonly<Record<'switch' | 'abort', string>> = {
  switch: 'it can be switched once the destination has plugged in all its ports (prepared)',
  abort: 'it can be aborted until it is switched; whoever wants a VM back migrates it back',
}

/** @throws DomainError invalid_state */
export const stepTo = (
  migration: { readonly id: string; readonly state: MigrationState },
  step: 'switch' | 'abort',
): MigrationState => {
  const next = nextState(migration.state, step)
  if (next === undefined)
    throw new DomainError('invalid_state', `migration ${migration.id} is ${migration.state}: ${WHY[step]}`)
  return next
}

/** A port that is to move, and where it is bound. */
export interface MovingPort {
  readonly id: string
  readonly name: string
  readonly binding_node: string | null
}

/** The node that has all the ports. @throws DomainError invalid_state */
export const sourceOf = (ports: readonly MovingPort[]): string => {
  const unbound = ports.find(({ binding_node: node }) => node === null)
  if (unbound !== undefined)
    throw new DomainError(
      'invalid_state',
      `port "${unbound.name}" (${unbound.id}) is on no hypervisor: there is nothing to move; say with its field "node" where it is to start`,
    )
  const nodes = [...new Set(ports.map(({ binding_node: node }) => node ?? ''))].sort()
  const [source = ''] = nodes
  if (nodes.length > 1)
    throw new DomainError(
      'invalid_state',
      `the ports are on several hypervisors (${nodes.join(', ')}): move them one by one`,
    )
  return source
}

/** @throws DomainError invalid_state, reference_not_found */
export const checkDestination = (
  name: string,
  source: string,
  destination: { readonly state: NodeState } | undefined,
): void => {
  if (destination === undefined)
    throw fieldError('reference_not_found', {
      pointer: '/destination',
      message: `there is no hypervisor "${name}"`,
      value: name,
      allowed: 'the name of a hypervisor that is ready',
    })
  if (name === source)
    throw fieldError('invalid_state', {
      pointer: '/destination',
      message: 'is where the port is already',
      value: name,
      allowed: 'another hypervisor that is ready',
    })
  if (destination.state !== 'ready')
    throw fieldError('invalid_state', {
      pointer: '/destination',
      message: `is ${destination.state}`,
      value: name,
      allowed: 'a hypervisor that is ready',
    })
}
