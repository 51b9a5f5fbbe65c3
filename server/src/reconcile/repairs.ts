import type { Drift } from '@quantumnet/api'
import type { Db } from '../db/pool.ts'
import { DomainError } from '../errors.ts'
import type { Leadership, Role } from '../leadership/leadership.ts'
import type { Northbound } from '../ovn/northbound.ts'
import type { Site } from '../ovn/site.ts'
import { Interrupted } from './apply.ts'
import type { Driver } from './driver.ts'
import { Shared } from './shared.ts'
import { brake, driftOf, survey, type Survey } from './sweep.ts'

export interface RepairsOptions {
  readonly db: Db
  readonly northbound: Northbound
  readonly leadership: Leadership
  readonly driver: Driver
  readonly site: Site
}

const OVERRULE_MS = 10_000

/** What a person asks of the reconciler: how far OVN is from what it should be, and to mend it although that removes much. */
export class Repairs {
  readonly #options: RepairsOptions
  readonly #comparison = new Shared(async () => await this.#survey())

  constructor(options: RepairsOptions) {
    this.#options = options
  }

  /** Compares beside the reconciler, so that whoever looks holds up no change. @throws DomainError unavailable */
  async drift(): Promise<Drift> {
    return this.#driftOf(await this.#comparison.run())
  }

  /** @throws DomainError repair_needs_confirmation, unavailable */
  async repair(confirmSurplus: number | undefined): Promise<Drift> {
    const { role } = this.#options.leadership
    if (role.role === 'blocked') {
      // Only a later epoch can be overruled: another deployment's rows are none of ours, whatever anybody confirms.
      if (role.laterEpoch === undefined) throw new DomainError('unavailable', role.reason)
      await this.#exclusively(async () => {
        this.#demand(await this.#survey(), role.reason, confirmSurplus)
      })
      await this.#overrule(role.laterEpoch)
    }
    return await this.#exclusively(async () => await this.#repairNow(confirmSurplus))
  }

  async #exclusively<T>(job: () => Promise<T>): Promise<T> {
    try {
      return await this.#options.driver.exclusively(job)
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error
      throw new DomainError('unavailable', `interrupted: ${error.message}`, { cause: error })
    }
  }

  async #repairNow(confirmSurplus: number | undefined): Promise<Drift> {
    const { worker, mayWrite } = this.#options.driver
    if (worker === undefined || !mayWrite()) throw this.#notLeading()
    const found = await this.#survey()
    const stopped = brake(found)
    if (stopped !== undefined) this.#demand(found, stopped, confirmSurplus)
    await worker.repair(found, mayWrite)
    return this.#driftOf(await this.#survey())
  }

  #demand(found: Survey, reason: string, confirmSurplus: number | undefined): void {
    if (confirmSurplus === found.surplus) return
    const given =
      confirmSurplus === undefined ? 'confirm_surplus is missing' : `confirm_surplus is ${String(confirmSurplus)}`
    throw new DomainError(
      'repair_needs_confirmation',
      `${reason}. The repair would take away ${String(found.surplus)} rows, memberships or addresses, and ${given}: send confirm_surplus = ${String(found.surplus)} if PostgreSQL is right`,
    )
  }

  async #overrule(laterEpoch: number): Promise<void> {
    const { leadership } = this.#options
    const { promise: leads, resolve } = Promise.withResolvers<boolean>()
    const onChange = ({ role }: Role): void => {
      if (role === 'leader') resolve(true)
    }
    const timer = setTimeout(resolve, OVERRULE_MS, false)
    leadership.on('change', onChange)
    leadership.overrule(laterEpoch)
    const done = await leads
    clearTimeout(timer)
    leadership.off('change', onChange)
    if (!done) throw this.#notLeading()
  }

  #notLeading(): DomainError {
    const { role } = this.#options.leadership
    const why =
      role.role === 'follower'
        ? 'another server leads'
        : role.role === 'blocked'
          ? role.reason
          : 'OVN or PostgreSQL is missing'
    return new DomainError(
      'unavailable',
      `this server cannot repair: ${why}. GET /readyz of each server says which one leads`,
    )
  }

  async #survey(): Promise<Survey> {
    this.#demandReplica()
    const found = await survey(this.#options)
    // What was compared with a replica that went meanwhile says nothing.
    this.#demandReplica()
    return found
  }

  #demandReplica(): void {
    if (!this.#options.northbound.live)
      throw new DomainError('unavailable', "OVN's northbound database cannot be reached, so nothing can be compared")
  }

  #driftOf(found: Survey): Drift {
    const { role } = this.#options.leadership
    return driftOf(found, role.role === 'blocked' ? role.reason : undefined)
  }
}
