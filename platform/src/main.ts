// npm start: QuantumNet on this machine, from nothing to two VMs that reach each other and know each other's names.
import { readFileSync } from 'node:fs'
import { startPlatform, type Platform } from './platform.ts'
import { StopError } from './run.ts'
import { parseOptions, usage, UsageError, type StartOptions } from './start/options.ts'
import { runQuickstart } from './start/quickstart.ts'
import { describeUse } from './start/report.ts'
import { manageVms } from './start/vm-manager.ts'

const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}
const log = (line: string): void => {
  print(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${line}`)
}
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const quickstart = async (platform: Platform, options: StartOptions, signal: AbortSignal): Promise<void> => {
  const made = options.terraform
    ? await runQuickstart({ platform, log, print, signal }).catch((error: unknown) => {
        if (!signal.aborted) log(`left out: the quickstart, it failed: ${messageOf(error)}`)
        return undefined
      })
    : undefined
  if (signal.aborted) return
  for (const line of describeUse(platform, made)) print(line)
  print('')
  log('ready')
}

const manage = async ({ lab, endpoint, tokens }: Platform, signal: AbortSignal): Promise<void> => {
  if (lab === undefined) return
  await manageVms({ lab, endpoint, token: readFileSync(tokens.admin, 'utf8').trim(), log, signal })
}

const start = async (options: StartOptions): Promise<number> => {
  const stopping = new AbortController()
  const stopped = new Promise<void>((resolve) => {
    stopping.signal.addEventListener('abort', () => {
      resolve()
    })
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (!stopping.signal.aborted) log('stopping')
      stopping.abort()
    })
  // Whoever read our output may go first; that is no reason to leave processes behind.
  process.stdout.on('error', () => undefined)

  const { dataDir, lab, apiPort, dnsPort } = options
  log(`data folder ${dataDir}`)
  if (process.platform !== 'linux') {
    log(`everything is left out: this is ${process.platform}, and the parts run on Linux only`)
    return 1
  }
  try {
    const platform = await startPlatform({ dataDir, lab, apiPort, dnsPort, log, signal: stopping.signal })
    const managing = manage(platform, stopping.signal)
    await quickstart(platform, options, stopping.signal)
    await stopped
    await managing
    await platform.stop()
  } catch (error) {
    // After Ctrl-C a start is expected to fail; what could not be ended is another matter.
    if (!stopping.signal.aborted || error instanceof StopError) {
      log(messageOf(error))
      return 1
    }
  }
  log('stopped')
  return 0
}

const main = async (): Promise<number> => {
  try {
    const options = parseOptions(process.argv.slice(2))
    if (options !== undefined) return await start(options)
    print(usage())
    return 0
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`${error.message}\n\n${usage()}`)
    return 2
  }
}

process.exitCode = await main()
