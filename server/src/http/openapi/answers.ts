import { DryRun, exampleIds, type Route } from '@quantumnet/api'
import { z } from 'zod'
import type {
  ZodOpenApiComponentsObject,
  ZodOpenApiMediaTypeObject,
  ZodOpenApiResponseObject,
  ZodOpenApiResponsesObject,
} from 'zod-openapi'
import { headersOf, takesIdempotencyKey, type AnswerHeader } from './headers.ts'

/** What operations answer when nothing is wrong. Pure. */

const EXAMPLE_OF_A_PLAN = 'dry_run'

/** What a dry run answers, once for all writes. */
export const answerExamples: NonNullable<ZodOpenApiComponentsObject['examples']> = {
  [EXAMPLE_OF_A_PLAN]: {
    summary: 'What a dry run tells',
    value: {
      dry_run: true,
      changes: [
        {
          action: 'update', kind: 'network', id: exampleIds.network,
          before: { name: 'web', mtu: 1442 }, after: { name: 'web', mtu: 1400 },
        },
      ],
    },
  },
}

/** OpenAPI 3.1 has no words for a stream of events, so its schema and its examples are those of one event's document. */
const streamAnswer = (route: Route, events: NonNullable<Route['events']>): ZodOpenApiResponseObject => {
  const [first, second, ...rest] = Object.values(events)
  const named = Object.keys(events).map((name) => `\`${name}\``)
  const examples = Object.entries(route.example.events ?? {}).map(([name, value]) => [name, { value }] as const)
  const schema = first === undefined ? z.never() : second === undefined ? first : z.union([first, second, ...rest])
  return {
    description: `Server-sent events (text/event-stream): ${named.join(', ')}. Comments in between keep the connection alive.`,
    headers: headersOf(),
    content: { 'text/event-stream': { schema, ...(examples.length > 0 && { examples: Object.fromEntries(examples) }) } },
  }
}

const documentOf = ({ answer, example, otherTypes = [] }: Route): Record<string, ZodOpenApiMediaTypeObject> => ({
  ...(answer !== undefined && {
    'application/json': { schema: answer, ...('answer' in example && { example: example.answer }) },
  }),
  ...Object.fromEntries(otherTypes.map((type) => [type, { schema: z.string() }])),
})

const dryRunContent: Record<string, ZodOpenApiMediaTypeObject> = {
  'application/json': {
    schema: DryRun,
    examples: { [EXAMPLE_OF_A_PLAN]: { $ref: `#/components/examples/${EXAMPLE_OF_A_PLAN}` } },
  },
}

/** The same status with one of two documents: examples of both, by name. */
const eitherContent = ({ answer, example }: Route): Record<string, ZodOpenApiMediaTypeObject> => ({
  'application/json': {
    schema: z.union([answer ?? z.never(), DryRun]),
    examples: {
      done: { summary: 'What is then', value: example.answer },
      [EXAMPLE_OF_A_PLAN]: { $ref: `#/components/examples/${EXAMPLE_OF_A_PLAN}` },
    },
  },
})

/** Whether a route answers one resource, with a generation. */
const answersResource = ({ answer }: Route): boolean => answer instanceof z.ZodObject && 'generation' in answer.shape

const headersOfAnswer = (route: Route): readonly AnswerHeader[] => [
  ...(answersResource(route) && route.method !== 'DELETE' ? (['ETag'] as const) : []),
  ...(route.status === 201 && route.body !== undefined ? (['Location'] as const) : []),
  ...(takesIdempotencyKey(route) ? (['Idempotent-Replayed'] as const) : []),
]

const DONE = { 200: 'Done.', 201: 'Created.', 202: 'Accepted.' } as const
const PLANNED = 'A dry run: what would change. Nothing was written.'

/** The answers of a route that tell of success, by status. */
export const answersOf = (route: Route): ZodOpenApiResponsesObject => {
  if (route.events !== undefined) return { '200': streamAnswer(route, route.events) }
  const plans = 'dry_run' in route.query.shape
  const waits = 'wait' in route.query.shape
  const headers = headersOf(...headersOfAnswer(route))
  const both = plans && route.status === 200
  const done = both
    ? { description: `${DONE[200]} Or a dry run: what would change.`, headers, content: eitherContent(route) }
    : { description: DONE[route.status], headers, content: documentOf(route) }
  return {
    [String(route.status) as '200']: done,
    ...(plans && !both && { '200': { description: PLANNED, headers: headersOf(), content: dryRunContent } }),
    ...(waits &&
      route.method === 'DELETE' && { '204': { description: 'Waited for: it is gone.', headers: headersOf() } }),
  }
}
