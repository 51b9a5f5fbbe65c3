import * as z from 'zod'
import { nothing, route } from './route.ts'

const base = {
  tag: 'System',
  params: nothing,
  query: nothing,
  body: undefined,
  events: undefined,
  status: 200,
  errors: [],
} as const

/** One part that the server needs. */
export const PartHealth = z
  .object({
    part: z.string().describe('such as `database`'),
    ok: z.boolean().describe('whether it is in order'),
    detail: z.string(),
  })
  .meta({ id: 'PartHealth' })
/** Whether one part is in order. */
export type PartHealth = z.infer<typeof PartHealth>

/** Whether the server can do its work, part by part. */
export const Readiness = z
  .object({ ready: z.boolean().describe('whether all parts are in order'), parts: z.array(PartHealth) })
  .meta({ id: 'Readiness' })
/** Whether the server can do its work. */
export type Readiness = z.infer<typeof Readiness>

/** What a repair of OVN from PostgreSQL would change. `blocked` names why it waits for a person, or is null. */
export const Drift = z
  .object({
    blocked: z.string().nullable().describe('why the repair waits for a person; null: it does not'),
    missing: z.int().describe('keys whose rows are not in OVN as they should be'),
    surplus: z.int().describe('rows, memberships and addresses of ours in OVN that nothing in PostgreSQL asks for'),
    owned: z.int().describe('rows of ours in OVN'),
  })
  .meta({ id: 'Drift' })
/** What a repair would change. */
export type Drift = z.infer<typeof Drift>

/** Health, and the repair of OVN. */
export const systemRoutes = {
  live: route({
    ...base,
    name: 'livez',
    method: 'GET',
    path: '/livez',
    access: 'public',
    summary: 'Whether the process answers.',
    answer: z.object({ live: z.boolean() }),
    example: { answer: { live: true } },
  }),
  ready: route({
    ...base,
    name: 'readyz',
    method: 'GET',
    path: '/readyz',
    access: 'public',
    errors: ['unavailable'],
    summary: 'Whether database, migrations, OVN and leadership are in order (503 when not), part by part.',
    answer: Readiness,
    example: { answer: { ready: true, parts: [{ part: 'database', ok: true, detail: 'answers' }] } },
  }),
  drift: route({
    ...base,
    name: 'getDrift',
    method: 'GET',
    path: '/v1/drift',
    access: 'platform_admin',
    errors: ['unavailable'],
    summary: 'How OVN differs from what it should be, and whether a repair waits for confirmation.',
    answer: Drift,
    example: { answer: { blocked: null, missing: 0, surplus: 0, owned: 120 } },
  }),
  repair: route({
    ...base,
    name: 'repairDrift',
    method: 'POST',
    path: '/v1/drift:repair',
    access: 'platform_admin',
    errors: ['repair_needs_confirmation', 'unavailable'],
    summary:
      'Make OVN as it should be. A repair that removes much needs `confirm_surplus` with the number that GET /v1/drift tells.',
    body: z
      .strictObject({ confirm_surplus: z.int().min(0).optional().describe('the `surplus` that was read') })
      .meta({ id: 'RepairDrift' }),
    answer: Drift,
    example: { body: { confirm_surplus: 12 }, answer: { blocked: null, missing: 0, surplus: 0, owned: 120 } },
  }),
} as const
