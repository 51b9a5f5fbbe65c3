import { hostname } from 'node:os'
import type { Drift, PartHealth } from '@quantumnet/api'
import type { Logger } from 'pino'
import type { Clock, Realization } from '../ctx.ts'
import type { Notifier } from '../db/notify.ts'
import type { Db } from '../db/pool.ts'
import { Leadership } from '../leadership/leadership.ts'
import { Northbound } from '../ovn/northbound.ts'
import { Southbound, type SouthboundOptions } from '../ovn/southbound.ts'
import { Driver } from './driver.ts'
import { healthOf } from './health.ts'
import { Repairs } from './repairs.ts'
import { isResourceKind } from './roots.ts'

export interface ReconcilerOptions {
  readonly db: Db
  readonly notify: Notifier
  /** OVSDB remotes of OVN's northbound database */
  readonly nbRemotes: readonly string[]
  /** of its southbound database; none: what hypervisors have done is not seen */
  readonly sbRemotes: readonly string[]
  /** id of the row in `deployment` */
  readonly deploymentId: string
  /** zone above the projects' zones, without a trailing dot */
  readonly dnsZone: string
  readonly log: Logger
  readonly clock: Clock
}

export interface Reconciler {
  /** Whether OVN, leadership and the loop are in order. Answers at once, from memory. */
  health(): PartHealth[]
  /** How OVN differs from PostgreSQL. Reads everything. @throws DomainError unavailable */
  drift(): Promise<Drift>
  /**
   * Makes OVN as PostgreSQL says, and tells what differs then. @throws DomainError repair_needs_confirmation when it would remove much and
   * `confirmSurplus` is not the number of rows; unavailable when this server does not lead
   */
  repair(confirmSurplus?: number): Promise<Drift>
  /** What resources are in OVN, by the replica that every server has, whether it leads or not. */
  readonly realization: Realization
  stop(): Promise<void>
}

/**
 * Starts what keeps OVN as PostgreSQL says. Never fails and never holds up anybody else: without OVN or PostgreSQL it waits for them, and
 * `health` says so.
 */
export const startReconciler = (options: ReconcilerOptions): Reconciler => {
  const { db, notify, nbRemotes, sbRemotes, deploymentId, dnsZone, clock } = options
  const log = options.log.child({ part: 'reconcile' })
  const ovsdbLog: SouthboundOptions['log'] = (level, message, fields) => {
    log[level](fields, message)
  }
  const northbound = new Northbound({ remotes: nbRemotes, deployment: deploymentId, log: ovsdbLog })
  const southbound = sbRemotes.length === 0 ? undefined : new Southbound({ remotes: sbRemotes, log: ovsdbLog })
  const holder = `${hostname()}:${String(process.pid)}`
  const leadership = new Leadership({ db, northbound, deployment: deploymentId, holder, log })
  const site = { deployment: deploymentId, dnsZone }
  const driver = new Driver({ db, notify, northbound, southbound, leadership, site, log, clock })
  const repairs = new Repairs({ db, northbound, leadership, driver, site })
  return {
    health: () => healthOf({ northbound, southbound, leadership, driver }),
    drift: async () => await repairs.drift(),
    repair: async (confirmSurplus) => await repairs.repair(confirmSurplus),
    realization: ({ kind, id, part }) =>
      !northbound.live ? undefined : isResourceKind(kind) ? northbound.told({ kind, id }, part) : [],
    stop: async () => {
      await driver.stop()
      await leadership.stop()
      await Promise.all([northbound.close(), southbound?.close()])
    },
  }
}
