import { compactAudit } from './features/audit/index.ts'
import { forgetNames } from './features/dns-feed/index.ts'
import { compactEvents, type Retention } from './features/events/index.ts'
import { abortOrphans } from './features/migrations/index.ts'
import { followDrains, noteSilence } from './features/nodes/index.ts'
import type { Job } from './housekeeping/housekeeping.ts'

/** What is kept of the logs, and how often they are looked at. */
export interface HouseRetention {
  readonly events: Retention
  readonly audit: Retention
  readonly everyMs: number
}

const DAY_MS = 86_400_000

/** A week of events is longer than any reader should be away; the audit is for whoever asks a year later. */
export const USUAL_RETENTION: HouseRetention = {
  events: { ageMs: 7 * DAY_MS, count: 1_000_000 },
  audit: { ageMs: 400 * DAY_MS, count: 10_000_000 },
  everyMs: 60_000,
}

/** Drains and migrations follow what agents report, which nobody else looks at. */
const FOLLOW_EVERY_MS = 1_000

/** Silence is told a little after it is one. */
const SILENCE_EVERY_MS = 5_000

/** What is done for logs, drains and migrations without a request. */
export const houseJobs = ({ events, audit, everyMs }: HouseRetention): Job[] => [
  { name: 'events', everyMs, run: async (tx, now) => await compactEvents(tx, events, now) },
  { name: 'audit', everyMs, run: async (tx, now) => await compactAudit(tx, audit, now) },
  { name: 'zone names', everyMs, run: forgetNames },
  { name: 'drains', everyMs: FOLLOW_EVERY_MS, run: followDrains },
  { name: 'silence', everyMs: SILENCE_EVERY_MS, run: noteSilence },
  { name: 'migrations', everyMs: FOLLOW_EVERY_MS, run: abortOrphans },
]
