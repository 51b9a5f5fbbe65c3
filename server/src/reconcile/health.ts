import type { PartHealth } from '@quantumnet/api'
import type { Leadership, Role } from '../leadership/leadership.ts'
import type { Northbound } from '../ovn/northbound.ts'
import type { Southbound } from '../ovn/southbound.ts'
import type { Driver } from './driver.ts'

export interface Parts {
  readonly northbound: Northbound
  /** undefined: this server was told of no southbound database */
  readonly southbound: Southbound | undefined
  readonly leadership: Leadership
  readonly driver: Driver
}

const leadershipHealth = (role: Role): Omit<PartHealth, 'part'> => {
  switch (role.role) {
    case 'leader':
      return { ok: true, detail: `leads with epoch ${String(role.claim.epoch)}` }
    case 'follower':
      return { ok: true, detail: 'another server leads' }
    case 'candidate':
      return { ok: false, detail: role.detail }
    case 'blocked':
      return { ok: false, detail: role.reason }
  }
}

const loopHealth = ({ worker, failure }: Driver): Omit<PartHealth, 'part'> => {
  const stopped = worker?.brake ?? failure
  if (stopped !== undefined) return { ok: false, detail: stopped }
  if (worker === undefined) return { ok: true, detail: 'idle: this server does not lead' }
  const { waiting, failing } = worker.backlog
  return { ok: true, detail: `${String(waiting)} keys wait, ${String(failing)} failed and will be tried again` }
}

/** Nothing that this server accepts or writes needs the southbound database: without it less is known. */
const southboundHealth = (southbound: Southbound | undefined): Omit<PartHealth, 'part'> => {
  if (southbound === undefined)
    return {
      ok: true,
      detail:
        'QUANTUMNET_OVN_SB is not set: what is applied counts as realized, the health of members is not known, and no chassis is taken out',
    }
  return southbound.live
    ? { ok: true, detail: 'the replica is complete' }
    : { ok: false, detail: 'not connected: nothing more is seen to be realized' }
}

/** A key that cannot be applied shows on its own resource and makes no server unready. */
export const healthOf = ({ northbound, southbound, leadership, driver }: Parts): PartHealth[] => [
  {
    part: 'ovn-nb',
    ok: northbound.live,
    detail: northbound.live ? 'the replica is complete' : 'not connected: changes are accepted and wait',
  },
  { part: 'ovn-sb', ...southboundHealth(southbound) },
  { part: 'leadership', ...leadershipHealth(leadership.role) },
  { part: 'reconcile', ...loopHealth(driver) },
]
