import type { CreatePort } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import { Coalescer } from '../../db/coalescer.ts'
import { sqlState } from '../../db/failures.ts'
import { recordAll, type CallersChange } from '../../db/outbox.ts'
import { DomainError } from '../../errors.ts'
import type { Reading } from '../../http/serve.ts'
import { newId } from '../../random.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { createDigest } from '../../resource-kit/canonical.ts'
import { answerAgain, createResource } from '../../resource-kit/commands.ts'
import { commit } from '../../resource-kit/commit.ts'
import { requireQuotas } from '../../resource-kit/quota.ts'
import { notFound, within } from '../../resource-kit/refusals.ts'
import type { AddressHints } from '../ipam/index.ts'
import type { MadePort } from './enter.ts'
import { makePorts } from './make.ts'
import type { PortOrder } from './plan.ts'
import { hostnameOf } from './rules.ts'
import { portsByIds } from './store.ts'
import { portResource, type PortView } from './view.ts'

/** Ports take addresses by this process's guess at free ones. */
export interface PortsCtx extends Ctx {
  readonly free: AddressHints
}

/** Some batches are planned and answered while another waits for its commit: three gave a tenth more than two (medians of three runs in turns). */
const LANES = 3
const MOST_IN_BATCH = 128
const MOST_WAITING = 4_000

/** What became of one request of a batch; it is refused with the error alone. */
type Outcome = { readonly made: PortView } | { readonly error: unknown }

/** Whether one request of a batch may be to blame for what ended all of it: too many for a quota, or something that the database does not take. */
const isOfOne = (error: unknown): boolean =>
  error instanceof DomainError ? error.code === 'quota_exceeded' : sqlState(error) !== undefined

/** Ports that were made together. What waits for them sees how far the last of them has come, as of one resource. */
export interface CreatedPorts {
  /** of the first */
  readonly id: string
  readonly items: PortView[]
  readonly generation: number
  readonly status: Pick<PortView['status'], 'applied_generation' | 'realized_generation' | 'conditions'>
}

const together = (items: PortView[]): CreatedPorts => {
  const reached = (how: 'applied_generation' | 'realized_generation'): number =>
    items.every(({ generation, status }) => status[how] >= generation) ? 1 : 0
  return {
    id: items[0]?.id ?? '',
    items,
    generation: 1,
    status: {
      applied_generation: reached('applied_generation'),
      realized_generation: reached('realized_generation'),
      conditions: items.flatMap(({ status }) => status.conditions),
    },
  }
}

/** Reads ports again that were made together, for who waits for them. Those that are gone meanwhile are told as they were. */
export const rereadMany = async (ctx: Ctx, caller: Caller, { items }: CreatedPorts): Promise<Reading> => {
  const rows = new Map(
    (
      await portsByIds(
        ctx.db,
        items.map(({ id }) => id),
      )
    ).map((row) => [row.id, row]),
  )
  const now = items.map((item) => {
    const row = rows.get(item.id)
    if (row !== undefined) caller.requireAnyOf([row.project_id], () => notFound('port', item.id))
    return row === undefined ? item : portResource.view(row, ctx)
  })
  return { document: together(now), watch: items.map(({ id }) => id) }
}

const orderOf = (caller: Caller, request: CreatePort): PortOrder => ({
  caller,
  request,
  id: request.id ?? newId(),
  digest: createDigest(request),
})

/** What two requests of one batch must not both ask for: which of them gets it is decided in the order in which they came. */
const keysOf = ({ id, request }: PortOrder): string[] => [
  id,
  ...(request.fixed_ips ?? []).flatMap(({ ip, address }) => [ip, address]).flatMap((what) => what ?? []),
  ...[request.mac, hostnameOf(request)].flatMap((what) => what ?? []),
]

const changeOf = (
  ctx: PortsCtx,
  { order: { caller, id }, row, dirty }: MadePort,
): CallersChange & { after: PortView } => {
  caller.requireDecision()
  const after = portResource.view(row, ctx)
  return { caller, kind: 'port', action: 'create', id, project: row.project_id, after, dirty }
}

/** Makes ports for requests that wait at the same time in one transaction, each all or nothing. */
export class PortMaker {
  readonly #ctx: PortsCtx
  readonly #coalescer: Coalescer<PortOrder, Outcome>

  constructor(ctx: PortsCtx) {
    this.#ctx = ctx
    this.#coalescer = new Coalescer({
      run: async (orders) => await this.#run(orders),
      keysOf,
      lanes: LANES,
      most: MOST_IN_BATCH,
      bound: MOST_WAITING,
    })
  }

  /**
   * Makes one port. A request that has to be undone, repeated or compared by itself goes alone.
   * @throws DomainError
   */
  async createPort(caller: Caller, request: CreatePort): Promise<PortView> {
    const { dryRun, idempotency, ifMatch } = caller
    if (dryRun || idempotency !== undefined || ifMatch !== undefined) return await this.#alone(caller, request)
    const order = orderOf(caller, request)
    const result = await this.#coalescer.submit(order)
    if ('made' in result) return result.made
    const { error } = result
    if (!(error instanceof DomainError) || error.status >= 500) throw error
    return await this.#again(order, error)
  }

  /** Makes all of these ports or none, in one transaction. @throws DomainError that points into the list */
  async createPorts(caller: Caller, requests: readonly CreatePort[]): Promise<CreatedPorts> {
    const ctx = this.#ctx
    const orders = requests.map((request) => orderOf(caller, request))
    try {
      return await commit(ctx, caller, {}, async (tx) => {
        const changes = (await makePorts(tx, ctx.free, orders)).map((made, index) => {
          if (made instanceof DomainError) throw within(`/ports/${String(index)}`, made)
          return changeOf(ctx, made)
        })
        await requireQuotas(tx, await recordAll(tx, changes))
        return together(changes.map(({ after }) => after))
      })
    } catch (error) {
      // The whole list again, after its answer was lost.
      const isRepetition =
        error instanceof DomainError && error.status < 500 && requests.every(({ id }) => id !== undefined)
      if (!isRepetition) throw error
      const items: PortView[] = []
      for (const order of orders) items.push(await this.#again(order, error))
      return together(items)
    }
  }

  /** @param known what a request that chose no id itself was given before */
  async #alone(caller: Caller, request: CreatePort, known?: Pick<PortOrder, 'id' | 'digest'>): Promise<PortView> {
    const ctx = this.#ctx
    const named = known === undefined ? request : { ...request, id: known.id as NonNullable<CreatePort['id']> }
    return await createResource({ ctx, caller, resource: portResource }, named, async (tx, made) => {
      const order = { caller, request, id: made.id, digest: known?.digest ?? made.create_digest }
      const [result] = await makePorts(tx, ctx.free, [order])
      if (result === undefined) throw new Error('no result for the port')
      if (result instanceof DomainError) throw result
      return result
    })
  }

  async #again({ caller, id, digest }: PortOrder, refusal: DomainError): Promise<PortView> {
    return await answerAgain({ ctx: this.#ctx, caller, resource: portResource, id }, digest, refusal)
  }

  async #run(orders: readonly PortOrder[]): Promise<readonly Outcome[]> {
    try {
      return await this.#together(orders)
    } catch (error) {
      // Which of them it is shows when they go one by one.
      if (!isOfOne(error)) throw error
      return await this.#apart(orders)
    }
  }

  async #together(orders: readonly PortOrder[]): Promise<readonly Outcome[]> {
    const ctx = this.#ctx
    const views = await ctx.db.tx(async (tx) => {
      const made = await makePorts(tx, ctx.free, orders)
      const changes = made.map((each) => (each instanceof DomainError ? each : changeOf(ctx, each)))
      const granted = changes.flatMap((each) => (each instanceof DomainError ? [] : [each]))
      await requireQuotas(tx, await recordAll(tx, granted))
      return changes.map((each) => (each instanceof DomainError ? { error: each } : { made: each.after }))
    })
    ctx.notify.changed()
    return views
  }

  /** One by one, in their order: what one is refused with says nothing of those that are made already. */
  async #apart(orders: readonly PortOrder[]): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = []
    for (const { caller, request, id, digest } of orders)
      outcomes.push(
        await this.#alone(caller, request, { id, digest }).then(
          (made) => ({ made }),
          (error: unknown) => ({ error }),
        ),
      )
    return outcomes
  }
}
