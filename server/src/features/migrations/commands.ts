import type { CreateMigration, MigrationState, UpdateMigration } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Tx } from '../../db/pool.ts'
import { DomainError, fieldError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { createResource, deleteResource, updateResource } from '../../resource-kit/commands.ts'
import { referenceNotFound } from '../../resource-kit/refusals.ts'
import { shareNodeState } from '../nodes/index.ts'
import { checkDestination, liveStates, sourceOf, stepTo } from './rules.ts'
import {
  findLiveMigration,
  holdPorts,
  lockPorts,
  migrations,
  releasePorts,
  type MigrationRow,
  type PortToMove,
} from './store.ts'
import { migrationResource, type MigrationView } from './view.ts'

const portTaken = (name: string, port: string): DomainError =>
  new DomainError(
    'already_exists',
    `port ${port} is in live migration "${name}" already: abort that one, or wait for its end`,
  )

/** The ports that a request is about, of a project that the caller may do it in. @throws DomainError */
const portsOf = async (tx: Tx, caller: Caller, { port, project, vm }: CreateMigration): Promise<PortToMove[]> => {
  if (port !== undefined) {
    const missing = (): DomainError => referenceNotFound('/port', 'port', port)
    const ports = await lockPorts(tx, { port })
    const [found] = ports
    if (found === undefined) throw missing()
    caller.requireIn(found.project_id, missing)
    return ports
  }
  caller.requireIn(project ?? '', () => referenceNotFound('/project', 'project', project ?? ''))
  const ports = await lockPorts(tx, { project: project ?? '', vm: vm ?? '' })
  if (ports.length === 0)
    throw fieldError('reference_not_found', {
      pointer: '/vm',
      message: 'no port of this project has this vm.id',
      value: vm,
      allowed: 'vm.id of ports of the project',
    })
  return ports
}

/** Nothing in OVN is asked for yet, so a migration stays in preparing until it is aborted, and says why. */
const notProgrammed = (now: Date): MigrationRow['conditions'] => [
  {
    type: 'Waiting',
    reason: 'NotProgrammed',
    message: 'this version of the server does not tell OVN of a second hypervisor yet: the migration goes no further',
    since: now.toISOString(),
  },
]

/**
 * Begins a live migration of a port, or of all ports of a VM. @throws DomainError reference_not_found; invalid_state when the ports or the
 * destination are not ready for it; already_exists when another live migration has a port
 */
export const createMigration = async (ctx: Ctx, caller: Caller, request: CreateMigration): Promise<MigrationView> => {
  const asked = request.port ?? `of VM "${request.vm ?? ''}"`
  const refusals = { migration_port_pkey: () => portTaken('that was made just now', asked) }
  const command = { ctx, caller, resource: migrationResource, refusals }
  return await createResource(command, request, async (tx, made) => {
    const ports = await portsOf(tx, caller, request)
    const ids = ports.map((port) => port.id)
    const other = await findLiveMigration(tx, ids)
    if (other !== undefined) throw portTaken(other.name, other.port)
    const source = sourceOf(ports)
    checkDestination(request.destination, source, await shareNodeState(tx, ctx, request.destination))
    const name = request.name ?? `migration-${made.id.slice(-12)}`
    const row = await migrations.insert(tx, {
      ...made,
      name,
      project_id: ports[0]?.project_id ?? '',
      ports: ids,
      source,
      destination: request.destination,
      port_id: request.port ?? null,
      vm_id: request.vm ?? null,
      reason: null,
      ended_at: null,
      state: 'preparing',
      conditions: notProgrammed(ctx.clock()),
    })
    await holdPorts(tx, made.id, ids)
    return { row, dirty: [] }
  })
}

export const updateMigration = async (
  ctx: Ctx,
  caller: Caller,
  id: string,
  patch: UpdateMigration,
): Promise<MigrationView> =>
  await updateResource(
    { ctx, caller, resource: migrationResource, id },
    { wanted: () => patch, apply: async () => await Promise.resolve([]) },
  )

const isEnd = (state: MigrationState): boolean => !liveStates.includes(state)

/** What a step makes of a row. One that is there already changes nothing. */
const stepped = (
  row: MigrationRow,
  step: 'switch' | 'abort',
  { ctx, caller }: { ctx: Ctx; caller: Caller },
): Partial<MigrationRow> => {
  if (row.state === { switch: 'switching', abort: 'aborted' }[step]) return {}
  const state = stepTo(row, step)
  if (!isEnd(state)) return { state }
  return { state, ended_at: ctx.clock(), reason: `aborted by token "${caller.tokenName}"`, conditions: [] }
}

const takeStep = async (ctx: Ctx, caller: Caller, id: string, step: 'switch' | 'abort'): Promise<MigrationView> =>
  await updateResource(
    { ctx, caller, resource: migrationResource, id },
    {
      wanted: (row) => stepped(row, step, { ctx, caller }),
      apply: async (tx, _, { state }) => {
        if (state !== undefined && isEnd(state)) await releasePorts(tx, id)
        return []
      },
    },
  )

/** @throws DomainError not_found, invalid_state */
export const switchMigration = async (ctx: Ctx, caller: Caller, id: string): Promise<MigrationView> =>
  await takeStep(ctx, caller, id, 'switch')

/** @throws DomainError not_found, invalid_state */
export const abortMigration = async (ctx: Ctx, caller: Caller, id: string): Promise<MigrationView> =>
  await takeStep(ctx, caller, id, 'abort')

/** Removes the record of a migration that has ended. @throws DomainError not_found, invalid_state */
export const deleteMigration = async (ctx: Ctx, caller: Caller, id: string): Promise<MigrationView> =>
  await deleteResource(
    { ctx, caller, resource: migrationResource, id },
    {
      apply: async (_, row) => {
        if (!isEnd(row.state))
          throw new DomainError(
            'invalid_state',
            `migration "${row.name}" is ${row.state}: abort it before you delete it`,
          )
        return await Promise.resolve([])
      },
    },
  )
