// A program for crash.test.ts: a lab with a stray process in a namespace, on the folder given, until somebody kills it.
import { spawn } from 'node:child_process'
import { startLab } from '../../platform/src/lab/lab.ts'
import { addNetworks } from '../../platform/src/lab/networks.ts'
import { openRun } from '../../platform/src/run.ts'

const run = await openRun(process.argv[2] ?? '', () => undefined)
const networks = await addNetworks(run.namespaces)
await startLab(run, networks)
// Not a child of the supervisor, as what an agent started would be.
spawn('ip', ['netns', 'exec', networks.central, 'sleep', '1000'], { detached: true, stdio: 'ignore' }).unref()
process.stdout.write('ready\n')
setInterval(() => undefined, 1_000)
