import type { AddressType as ShownType, AddressState } from '@quantumnet/api'
import { parseIp } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import { DomainError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { selectionOf, type ListQuery } from '../../resource-kit/queries.ts'
import { shownTo } from '../../resource-kit/resource.ts'
import { listAllocations, type AllocationRow } from './store.ts'
import { allocationResource, typesOf, type AddressView } from './view.ts'

interface AllocationsQuery extends ListQuery {
  readonly project?: string | undefined
  readonly network?: string | undefined
  readonly subnet?: string | undefined
  readonly ip?: string | undefined
  readonly type?: ShownType | undefined
  readonly state?: AddressState | undefined
  readonly port?: string | undefined
}

const writeCursor = ({ network_id: network, ip }: AllocationRow): string =>
  Buffer.from(`${network} ${ip}`).toString('base64url')

const readCursor = (text: string): { network: string; ip: string } => {
  const [, network, ip = ''] = /^([0-9a-f-]{36}) (\S+)$/.exec(Buffer.from(text, 'base64url').toString()) ?? []
  if (network !== undefined && parseIp(ip) !== undefined) return { network, ip }
  throw new DomainError('invalid_request', 'the cursor is not one that this list gave', {
    errors: [
      {
        pointer: '?cursor',
        message: 'is not a cursor of this list',
        value: text,
        allowed: 'next_cursor of the page before',
      },
    ],
  })
}

/** One page of addresses, by network and address. @throws DomainError invalid_request */
export const readAllocations = async (
  ctx: Ctx,
  caller: Caller,
  query: AllocationsQuery,
): Promise<{ items: AddressView[]; next_cursor: string | null }> => {
  const { type, limit, cursor } = query
  const rows = await listAllocations(
    ctx.db,
    { ...query, types: type && typesOf(type) },
    {
      selection: selectionOf(caller, {}, query),
      limit: limit + 1,
      after: cursor === undefined ? undefined : readCursor(cursor),
    },
  )
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    items: rows.slice(0, limit).map((row) => shownTo(caller, allocationResource, row, ctx)),
    next_cursor: last === undefined ? null : writeCursor(last),
  }
}
