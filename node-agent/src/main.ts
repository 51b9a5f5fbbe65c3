import { pino } from 'pino'
import { Agent } from './agent.ts'
import { ConfigError, readConfig } from './config.ts'

const main = async (): Promise<void> => {
  const config = readConfig(process.env)
  const log = pino({ name: 'node-agent', level: config.logLevel, base: { node: config.chassis.node } })
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      log.info({ signal }, 'stopping; ports, edges and CoreDNS stay as they are')
      stop.abort()
    })
  const agent = await Agent.create(config, log)
  log.info({ ovsdb: config.ovsdb, endpoint: config.endpoint, edge: config.edge?.netns ?? null }, 'started')
  await agent.run(stop.signal)
}

main().catch((error: unknown) => {
  // Settings are a person's business: said plainly, without a stack.
  const reason = error instanceof ConfigError ? { reason: error.message } : { err: error }
  pino({ name: 'node-agent' }).fatal(reason, 'cannot run')
  process.exitCode = 1
})
