import { fileURLToPath } from 'node:url'
import { expect, it } from '@jest/globals'
import { run } from '../../harness/ovsdb.ts'

// Not a measurement: only that the command works, on as little as it takes.
it('the benchmark runs, and prints a line for each thing measured', async () => {
  const main = fileURLToPath(new URL('main.ts', import.meta.url))
  const printed = await run(process.execPath, main, '--quick', '--only=ours,floor')
  for (const title of ['Load of 1000', 'Longest block', 'Memory per 10,000 rows', '64 in flight', 'group commit']) {
    expect(printed).toContain(title)
  }
  expect(printed).not.toContain('NaN')
}, 60_000)
