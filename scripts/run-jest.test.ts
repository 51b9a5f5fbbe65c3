import { describe, expect, it } from '@jest/globals'
import { count, settle, type FileReport } from './run-jest.ts'

const file = (name: string, ...statuses: string[]): FileReport => ({
  name,
  status: statuses.length === 0 || statuses.includes('failed') ? 'failed' : 'passed',
  assertionResults: statuses.map((status) => ({ status })),
})
const counted = (first: FileReport[], again: FileReport[]): number[] => {
  const { passed, failed, skipped } = count(settle(first, again))
  return [passed, failed, skipped]
}

describe('a second run of what failed', () => {
  const good = file('good', 'passed', 'pending')

  it.each<[string, FileReport[], FileReport[], number[]]>([
    ['that passes is what counts', [good, file('a', 'failed', 'passed')], [file('a', 'passed', 'passed')], [3, 0, 1]],
    ['that fails is what counts', [good, file('a', 'failed', 'passed')], [file('a', 'failed', 'failed')], [1, 2, 1]],
    ['that never came leaves the failure', [good, file('a', 'failed', 'passed')], [], [2, 1, 1]],
    ['of a file that did not load', [good, file('a')], [file('a')], [1, 1, 1]],
    [
      'of a file of two projects counts each once',
      [file('a', 'passed'), file('a', 'failed')],
      [file('a', 'passed'), file('a', 'passed')],
      [2, 0, 0],
    ],
  ])('%s', (_, first, again, expected) => {
    expect(counted(first, again)).toEqual(expected)
  })
})
