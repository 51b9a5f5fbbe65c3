import { ApiError, floatingIpRoutes, type FloatingIp } from '@quantumnet/api'
import {
  computed,
  defineResource,
  failure,
  optionalComputed,
  Refusal,
  required,
  requiresReplace,
  string,
  useStateForUnknown,
  type Knowns,
  type Resource,
} from '../../framework/index.ts'
import type { Connection } from '../kit/connection.ts'
import { byId, importById } from '../kit/by-id.ts'
import type { Deadline } from '../kit/deadline.ts'
import { ip, uuid } from '../kit/kinds.ts'
import { attempt, untilApplied } from '../kit/waiting.ts'

/** That a floating IP stands for a port, apart from both: so that a port may be replaced without giving the address back. */

const TYPE = 'quantumnet_floating_ip_association'

const attributes = {
  id: computed(string, 'Id of the floating IP.', { plan: [useStateForUnknown()] }),
  floating_ip: required(uuid, 'Id of the floating IP. One has one association.', { plan: [requiresReplace()] }),
  port: required(uuid, 'Id of the port that it stands for. Another one moves it there.'),
  fixed_ip: optionalComputed(ip, 'Address of the port. Default: the first one in the family of the floating IP.', {
    plan: [useStateForUnknown({ unless: ['port'] })],
  }),
}
type Association = typeof attributes

const stateOf = ({ id, port, fixed_ip: fixedIp }: FloatingIp): Knowns<Association> => ({
  ...{ id, floating_ip: id, port: port ?? '', fixed_ip: fixedIp ?? '' },
})

const get = async (client: Connection, id: string, deadline: Deadline): Promise<FloatingIp> =>
  await client.call(floatingIpRoutes.get, { params: { id } }, deadline)

interface Wanted {
  readonly floating_ip: string
  readonly port: string
  readonly fixed_ip: string | symbol
}

type Saving = Parameters<Resource<Connection, Association>['create']>[1]

/** Gives the floating IP to the port, and waits until that holds. */
const associate = async (attempted: string, wanted: Wanted, call: Saving): Promise<Knowns<Association>> =>
  await attempt(`${attempted} ${TYPE}`, call, async (deadline) => {
    const { floating_ip: id, port } = wanted
    const body = { port, ...(typeof wanted.fixed_ip === 'string' && { fixed_ip: wanted.fixed_ip }) }
    const request = async (): Promise<FloatingIp> =>
      await call.client.call(floatingIpRoutes.update, { params: { id }, body }, deadline)
    const accepted = await call.client.changes.whilePassing(request, deadline)
    call.save(stateOf(accepted))
    const read = async (): Promise<FloatingIp> => await get(call.client, id, deadline)
    const until = call.client.defaults.until ?? 'applied'
    return stateOf(await untilApplied(accepted, { read, until, deadline, warn: call.warn }))
  })

/** A floating IP that stands for another port already is somebody else's to move. @throws Refusal */
const refuseTaken = async ({ floating_ip: id, port }: Wanted, call: Saving): Promise<void> => {
  const found = await attempt(`create ${TYPE}`, call, async (deadline) => await get(call.client, id, deadline))
  if (found.port === null || found.port === port) return
  const detail = `It stands for port ${found.port} already. Free it first, or import this association by the id ${id}.`
  throw new Refusal([failure('The floating IP is in use', detail, ['floating_ip'])])
}

export const floatingIpAssociation: Resource<Connection> = defineResource<Connection, Association>({
  schema: {
    version: 0,
    description:
      'That a floating IP stands for a port, apart from both. The floating IP itself leaves its `port` out then.',
    attributes,
  },
  timeouts: { create: '5m', update: '5m', delete: '5m' },
  create: async (planned, call) => {
    await refuseTaken(planned, call)
    return await associate('create', planned, call)
  },
  read: async (state, call) =>
    await attempt(`read ${TYPE}`, call, async (deadline) => {
      try {
        const found = await get(call.client, state.id, deadline)
        return found.port === null || found.status.state === 'deleting' ? undefined : stateOf(found)
      } catch (error) {
        if (error instanceof ApiError && error.code === 'not_found') return undefined
        throw error
      }
    }),
  update: async (planned, _prior, call) => await associate('update', planned, call),
  delete: async (state, call) => {
    await attempt(`delete ${TYPE}`, call, async (deadline) => {
      try {
        const { port } = await get(call.client, state.id, deadline)
        // It stands for another port since: that is not this association's to end.
        if (port !== state.port) return
        const params = { id: state.id }
        const part = async (): Promise<FloatingIp> =>
          await call.client.call(floatingIpRoutes.update, { params, body: { port: null } }, deadline)
        await call.client.changes.during(part)
      } catch (error) {
        if (error instanceof ApiError && ['not_found', 'being_deleted'].includes(error.code)) return
        throw error
      }
    })
  },
  importState: importById,
  identity: byId,
})
