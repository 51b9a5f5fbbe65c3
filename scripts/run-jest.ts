import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

/** How many tests ended how. */
export interface Count {
  passed: number
  failed: number
  skipped: number
}

/** What `jest --json` says of one file; one that did not even load has failed without a test. */
export interface FileReport {
  name: string
  status: 'passed' | 'failed'
  assertionResults: readonly { status: string }[]
}

/** So many failed files are a broken part, not a busy machine: they are not tried again. */
const MOST_AGAIN = 5

const say = (text: string): void => void process.stdout.write(`${text}\n`)

/** Runs jest with its own output on the terminal. Its report is absent when it ended before it wrote one. */
const jest = async (args: readonly string[]): Promise<readonly FileReport[] | undefined> => {
  const folder = mkdtempSync(join(tmpdir(), 'qn-jest-'))
  const report = join(folder, 'report.json')
  const node = ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js']
  try {
    await new Promise((resolve) =>
      spawn(process.execPath, [...node, '--json', `--outputFile=${report}`, ...args], {
        stdio: ['ignore', 'ignore', 'inherit'],
      }).on('close', resolve),
    )
    return (JSON.parse(readFileSync(report, 'utf8')) as { testResults: FileReport[] }).testResults
  } catch (error) {
    say(`jest left no report: ${String(error)}`)
    return undefined
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Counts their tests. */
export const count = (files: readonly FileReport[]): Count => {
  const total: Count = { passed: 0, failed: 0, skipped: 0 }
  for (const { status, assertionResults } of files) {
    const passed = assertionResults.filter((test) => test.status === 'passed').length
    const failed = assertionResults.filter((test) => test.status === 'failed').length
    total.passed += passed
    total.failed += failed === 0 && status === 'failed' ? 1 : failed
    total.skipped += assertionResults.length - passed - failed
  }
  return total
}

/** What counts of two runs: of a file that failed in the first only the second, and the failure where the second does not have it. */
export const settle = (first: readonly FileReport[], again: readonly FileReport[]): readonly FileReport[] => {
  const failed = new Set(first.filter(({ status }) => status === 'failed').map(({ name }) => name))
  const repeated = new Set(again.map(({ name }) => name))
  // A file of two projects runs in both again, so its first results are left out as a whole.
  return [...first.filter(({ name }) => !failed.has(name) || !repeated.has(name)), ...again]
}

/**
 * Runs the tests that match, and files that failed once more, one by one: what passes alone failed for the machine's
 * load. Such files are named after the run: each is a fault of its test, to be mended. With jest's own options among the
 * patterns there is one run only: somebody is looking at a certain test.
 */
export const runJest = async (patterns: readonly string[]): Promise<Count> => {
  const first = await jest(patterns)
  // Without a file jest has refused its options, or nothing matched.
  if (first === undefined || first.length === 0) return { passed: 0, failed: 1, skipped: 0 }
  const failed = first.filter(({ status }) => status === 'failed')
  const chosen = patterns.some((pattern) => pattern.startsWith('-'))
  if (failed.length === 0 || failed.length > MOST_AGAIN || chosen) return count(first)
  const names = [...new Set(failed.map(({ name }) => name))]
  say(`again, each by itself: ${names.map((name) => relative('.', name)).join(', ')}`)
  const settled = settle(first, (await jest(['--runInBand', '--runTestsByPath', ...names])) ?? [])
  const bad = new Set(settled.filter(({ status }) => status === 'failed').map(({ name }) => name))
  for (const name of names.filter((each) => !bad.has(each)))
    say(`unreliable: ${relative('.', name)} failed among the others and passed alone`)
  return count(settled)
}
