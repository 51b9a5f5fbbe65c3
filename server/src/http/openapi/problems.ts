import { documentedErrors, errorCodes, exampleProblem, Problem, type ErrorCode, type Route } from '@quantumnet/api'
import type { ZodOpenApiComponentsObject, ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi'
import { headersOf, type AnswerHeader } from './headers.ts'

/** The problems of the API: an example for each code, and one answer per status. Pure. */

const allCodes = Object.keys(errorCodes) as ErrorCode[]

const HEADERS: Readonly<Partial<Record<ErrorCode, readonly AnswerHeader[]>>> = {
  unauthenticated: ['WWW-Authenticate'],
  unavailable: ['Retry-After'],
}

/** A problem of each code, as it would be answered. */
export const problemExamples: NonNullable<ZodOpenApiComponentsObject['examples']> = Object.fromEntries(
  allCodes.map((code) => [code, { summary: errorCodes[code].title, value: exampleProblem(code) }]),
)

const answerWith = (codes: readonly ErrorCode[]): ZodOpenApiResponseObject => ({
  description: codes
    .map((code) => `\`${code}\`: ${errorCodes[code].title}. ${errorCodes[code].remedy}`)
    .join('\n\n'),
  headers: headersOf(...codes.flatMap((code) => HEADERS[code] ?? [])),
  content: {
    'application/problem+json': {
      schema: Problem,
      examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
    },
  },
})

/** Answers with a single code, which many operations share. */
export const problemAnswers: NonNullable<ZodOpenApiComponentsObject['responses']> = Object.fromEntries(
  allCodes.map((code) => [code, answerWith([code])]),
)

/** One answer per status: codes with the same status share it. */
export const problemsOf = (route: Route): ZodOpenApiResponsesObject => {
  const byStatus = Map.groupBy(documentedErrors(route), (code) => errorCodes[code].status)
  return Object.fromEntries(
    [...byStatus.entries()].map(([status, codes]) => [
      String(status),
      codes.length === 1 ? { $ref: `#/components/responses/${codes[0] ?? ''}` } : answerWith(codes),
    ]),
  )
}
