// `npm run cores`: the acceptance suites and those of the provider under each program that runs providers, one after the other.
//   npm run cores -- PATTERN ...     only matching files
import { setUp } from '@quantumnet/platform'
import { cores } from '../test/provider/cores.ts'
import { runJest } from './run-jest.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const given = process.argv.slice(2)
const patterns = given.length === 0 ? ['test/acceptance', 'test/provider'] : given

await setUp({ lab: false, scenarios: false, log: say })
const failed: string[] = []
for (const { name, binary } of cores()) {
  process.env['TERRAFORM_CORE'] = binary
  const began = performance.now()
  const count = await runJest(patterns)
  const took = ((performance.now() - began) / 60_000).toFixed(1)
  if (count.failed > 0) failed.push(name)
  say(
    `${name}: ${String(count.passed)} passed, ${String(count.failed)} failed, ${String(count.skipped)} skipped (${took} min)`,
  )
}
process.exitCode = failed.length === 0 ? 0 : 1
