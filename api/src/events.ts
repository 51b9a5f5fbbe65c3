import * as z from 'zod'
import { ProjectId } from './fields.ts'
import { exampleIds } from './example-ids.ts'
import { Kind, kinds } from './kinds.ts'
import { Binding } from './ports.ts'
import { nothing, route } from './route.ts'

/** Where in the log a reader is. Opaque: it orders nothing by itself, and is only good for going on from it. */
const Position = z.string().describe('to go on from here: `since`, or the header Last-Event-ID')

/** Something happened to a resource. Read the resource for what it is now: several changes may be told as one. */
export const ChangeEvent = z
  .object({
    project: ProjectId.nullable().describe('null: it concerns the platform'),
    kind: Kind,
    id: z.string(),
    action: z
      .enum(['created', 'updated', 'deleting', 'deleted', 'status'])
      .describe('status: how far it has come, or where a port is bound; several in a short time are told as one'),
    at: z.iso.datetime(),
    binding: Binding.optional().describe('status of a port: how it is bound when this is told'),
  })
  .meta({ id: 'ChangeEvent' })
/** Something happened to a resource. */
export type ChangeEvent = z.infer<typeof ChangeEvent>

/** All that fits the filters was told up to here. Comes first, and every 15 s. */
export const EventBookmark = z.object({ position: Position }).meta({ id: 'EventBookmark' })

/** Events were left out: list again, and go on with this stream. */
export const EventResync = z
  .object({ position: Position, reason: z.string().describe('why events are missing') })
  .meta({ id: 'EventResync' })

const EXAMPLE_POSITION = 'MS4zZjVhNmI3Yy43NDIuNDcxMQ'
const MOST_TOPICS = 50

/** One value, or several with commas between. */
const topics = <T>(item: z.ZodType<T, string>, described: string): z.ZodOptional<z.ZodType<T[], string>> =>
  z
    .string()
    .max(2_000)
    .transform((text) => text.split(','))
    .pipe(z.array(item).max(MOST_TOPICS))
    .optional()
    .meta({ override: { type: 'string', description: described } })

/** What happens, as it happens. */
export const eventRoutes = {
  watch: route({
    name: 'watchEvents',
    method: 'GET',
    path: '/v1/events',
    tag: 'Events',
    access: 'viewer',
    status: 200,
    summary:
      'Follow what happens in the projects that the caller may see. Open the stream, wait for its first bookmark, list what you need, and then apply what comes. An event may come twice, and none is lost.',
    params: nothing,
    query: z.strictObject({
      since: z
        .string()
        .max(200)
        .optional()
        .describe('a position of an earlier event; the header Last-Event-ID goes before it'),
      project: topics(ProjectId, 'ids with commas between: events of these projects only'),
      kind: topics(Kind, `kinds with commas between: events of these kinds only. There are: ${kinds.join(', ')}`),
      resource: topics(z.uuid().toLowerCase(), 'ids with commas between: events of these resources only'),
    }),
    body: undefined,
    answer: undefined,
    events: { change: ChangeEvent, bookmark: EventBookmark, resync: EventResync },
    errors: ['events_compacted'],
    example: {
      events: {
        change: {
          ...{ project: exampleIds.project, kind: 'port', id: exampleIds.port, action: 'created' },
          at: '2026-03-01T09:30:00.000Z',
        },
        bookmark: { position: EXAMPLE_POSITION },
        resync: { position: EXAMPLE_POSITION, reason: 'this reader took events slower than they came' },
      },
    },
  }),
} as const
