import { describe, expect, it } from '@jest/globals'
import { errorCodes, Problem, type ErrorCode } from '@quantumnet/api'
import { DomainError, fieldError } from '../errors.ts'
import { problemOf } from './problem.ts'

describe('a problem document', () => {
  it.each(Object.keys(errorCodes) as ErrorCode[])('of %s has the status and words of the catalogue', (code) => {
    const problem = problemOf(new DomainError(code, 'what happened'), 'request-1')
    expect(Problem.parse(problem)).toEqual({
      type: `urn:quantumnet:problem:${code}`,
      title: errorCodes[code].title,
      status: errorCodes[code].status,
      code,
      detail: 'what happened',
      remedy: errorCodes[code].remedy,
      request_id: 'request-1',
    })
  })

  it('carries the field, the referrers and further members', () => {
    const field = { pointer: '/cidr', message: 'overlaps', value: '10.0.0.0/8', allowed: 'another' }
    expect(problemOf(fieldError('cidr_overlaps', field), 'r')).toMatchObject({
      detail: '/cidr: overlaps',
      errors: [field],
    })
    const referrers = [{ kind: 'port', id: 'p', name: 'nic' }]
    expect(problemOf(new DomainError('in_use', 'x', { referrers }), 'r')).toMatchObject({ referrers })
    expect(
      problemOf(new DomainError('unavailable', 'x', { extensions: { ready: false, status: 1 } }), 'r'),
    ).toMatchObject({
      ready: false,
      status: 503,
    })
  })

  it('tells nothing of the cause', () => {
    const error = new DomainError('internal', 'x', { cause: new Error('password') })
    expect(JSON.stringify(problemOf(error, 'r'))).not.toContain('password')
  })
})
