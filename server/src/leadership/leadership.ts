import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import type { Logger } from 'pino'
import type { Db } from '../db/pool.ts'
import type { Northbound } from '../ovn/northbound.ts'
import type { Claim } from '../ovn/standing.ts'
import { Lease } from './lease.ts'
import { Wakeup } from './wakeup.ts'

/** What this server may do to OVN. */
export type Role =
  /** Another server leads. */
  | { readonly role: 'follower' }
  /** Nobody leads, as far as this server can tell: a database is missing. */
  | { readonly role: 'candidate'; readonly detail: string }
  | { readonly role: 'leader'; readonly claim: Claim }
  /** It would lead, but the northbound database says that PostgreSQL is not the one that wrote it. Nothing is written. */
  | { readonly role: 'blocked'; readonly reason: string; readonly laterEpoch: number | undefined }

export interface LeadershipOptions {
  readonly db: Db
  readonly northbound: Northbound
  readonly deployment: string
  /** who we are, for people who read the table */
  readonly holder: string
  readonly log: Logger
}

const LOCK_POLL_MS = 250
const HEARTBEAT_MS = 1_000
const RETRY_MS = 500

/**
 * Elects one writer to OVN among all servers (ADR 7): the lock in PostgreSQL says who, the epoch in NB_Global makes sure that nobody
 * else's transaction is accepted. Runs from its construction on until `stop`.
 */
export class Leadership extends EventEmitter<{ change: [role: Role] }> {
  readonly #options: LeadershipOptions
  readonly #wakeup = new Wakeup()
  readonly #running: Promise<void>
  #role: Role = { role: 'candidate', detail: 'starting' }
  #stopped = false
  /** The epoch in OVN that a person said is no better than ours. */
  #overruled: number | undefined

  constructor(options: LeadershipOptions) {
    super()
    this.#options = options
    for (const event of ['global', 'live', 'lost'] as const) options.northbound.on(event, this.#wake)
    this.#running = this.#run()
  }

  get role(): Role {
    return this.#role
  }

  /** Looks again whose the northbound database is: a transaction was refused there. */
  doubt(): void {
    this.#wake()
  }

  /** A person says that PostgreSQL is right although OVN has seen a later epoch: begin one above that. */
  overrule(epoch: number): void {
    this.#overruled = epoch
    this.#wake()
  }

  /** Gives leadership back. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#wake()
    await this.#running
    for (const event of ['global', 'live', 'lost'] as const) this.#options.northbound.off(event, this.#wake)
  }

  readonly #wake = (): void => {
    this.#wakeup.wake()
  }

  async #run(): Promise<void> {
    let failure = ''
    while (!this.#stopped) {
      try {
        await this.#term()
        failure = ''
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error)
        if (message !== failure) this.#options.log.warn({ err: error }, 'not the leader: PostgreSQL cannot be used')
        failure = message
        this.#become({ role: 'candidate', detail: message })
        await this.#wakeup.wait(RETRY_MS)
      }
    }
  }

  /** From the first connection to the loss of the lock. */
  async #term(): Promise<void> {
    const lease = await Lease.open(this.#options.db, this.#wake)
    try {
      if (await this.#waitForLock(lease)) await this.#hold(lease)
    } finally {
      this.#become({ role: 'candidate', detail: 'giving leadership back' })
      await lease.release()
    }
  }

  async #waitForLock(lease: Lease): Promise<boolean> {
    while (!this.#stopped) {
      if (await lease.tryLock()) return true
      this.#become({ role: 'follower' })
      await this.#wakeup.wait(LOCK_POLL_MS)
    }
    return false
  }

  async #hold(lease: Lease): Promise<void> {
    let claim = await this.#begin(lease, 0)
    while (!this.#stopped) {
      if (lease.lost !== undefined) throw new Error(`the session that holds leadership is lost: ${lease.lost}`)
      const now = await lease.read()
      // Our session was given up without our knowing, and somebody else took over.
      if (now.epoch > claim.epoch) return
      const overruled = await this.#stand(claim, now.deployment)
      if (overruled === undefined) await this.#wakeup.wait(HEARTBEAT_MS)
      else claim = await this.#begin(lease, overruled)
    }
  }

  /** A new epoch, above `floor`. */
  async #begin(lease: Lease, floor: number): Promise<Claim> {
    const { deployment, holder } = this.#options
    const { epoch } = await lease.raise(holder, floor)
    return { deployment, epoch, writer: randomUUID() }
  }

  /** Takes the role that the northbound database allows; gives the epoch to go above when a person overruled it. */
  async #stand(claim: Claim, deployment: string): Promise<number | undefined> {
    const { northbound } = this.#options
    if (deployment !== claim.deployment) {
      this.#block(
        `PostgreSQL is of deployment ${deployment}, but this server was started for ${claim.deployment}: restart it`,
      )
      return undefined
    }
    if (!northbound.live) {
      if (this.#role.role !== 'leader') this.#become({ role: 'candidate', detail: 'waiting for OVN' })
      return undefined
    }
    const standing = northbound.standing(claim)
    switch (standing.state) {
      case 'held':
        this.#become({ role: 'leader', claim })
        break
      case 'free':
        await this.#claim(claim)
        break
      case 'foreign':
        this.#block(
          `OVN's northbound database belongs to deployment ${standing.deployment}, and PostgreSQL is deployment ${claim.deployment}: restore the PostgreSQL of that deployment, or use another northbound database`,
        )
        break
      case 'later':
        return this.#onLater(standing.epoch, claim)
    }
    return undefined
  }

  async #claim(claim: Claim): Promise<void> {
    const commit = await this.#options.northbound.claim(claim)
    if (commit.outcome === 'committed') {
      // Told even when nothing changed here: somebody may have been refused while the claim was gone.
      if (!this.#become({ role: 'leader', claim })) this.emit('change', this.#role)
    } else {
      this.#options.log.warn({ commit }, 'the northbound database could not be claimed; trying again')
    }
  }

  #onLater(epoch: number, claim: Claim): number | undefined {
    if (this.#overruled === epoch) {
      this.#options.log.warn(
        { epoch },
        'a person confirmed that PostgreSQL is right although OVN has seen a later epoch',
      )
      return epoch
    }
    this.#block(
      `OVN has seen epoch ${String(epoch)} of another writer, PostgreSQL is at ${String(claim.epoch)}: PostgreSQL was restored from an older copy`,
      epoch,
    )
    return undefined
  }

  #block(reason: string, laterEpoch?: number): void {
    this.#become({ role: 'blocked', reason, laterEpoch })
  }

  /** Whether it is another role than before. */
  #become(role: Role): boolean {
    const isNew = JSON.stringify(role) !== JSON.stringify(this.#role)
    this.#role = role
    if (isNew) {
      this.#options.log.info(role, 'leadership')
      this.emit('change', role)
    }
    return isNew
  }
}
