import { join } from 'node:path'
import { startLab, untilTunnelEndsKnown, type Lab } from './lab/lab.ts'
import { addNetworks, type LabNetworks } from './lab/networks.ts'
import { ovnCentral, type Central } from './ovn/central.ts'
import { agentPart, SOUTHBOUND_LISTEN } from './parts/agent.ts'
import { dnsPart, edgePart, serverObstacle, serverPart, type PartContext } from './parts/control-plane.ts'
import {
  placeInCentral,
  placeOnLoopback,
  requireFree,
  spell,
  type Placement,
  type WantedPorts,
} from './parts/placement.ts'
import { ensureTokens, type TokenFiles } from './parts/tokens.ts'
import { postgresPart } from './postgres.ts'
import type { Address } from './relay/tcp.ts'
import { allEnded } from './process/time.ts'
import { openRun, type Run } from './run.ts'
import { setUp, type SetUp } from './setup/set-up.ts'
import { isLocked } from './supervisor/lock.ts'
import type { Supervisor } from './supervisor/supervisor.ts'

export interface PlatformOptions {
  /** Everything is kept here; one run at a time. */
  readonly dataDir: string
  /** Whether to start hypervisors, when this machine can. Default true. */
  readonly lab?: boolean
  /** How many hypervisors the lab has. Default 2. */
  readonly hypervisors?: number
  /** Port of the API on 127.0.0.1. Default: any free one. */
  readonly apiPort?: number
  /** UDP and TCP port of the operators' DNS edge on 127.0.0.1. Default: any free one. */
  readonly dnsPort?: number
  /** False trades the safety of committed data for speed. Default true. */
  readonly durable?: boolean
  /** Told in one line each what happens, and what is left out and why. */
  readonly log?: (line: string) => void
  /** Ends a start that is under way. */
  readonly signal?: AbortSignal
}

/** Everything that runs, and how to reach it. */
export interface Platform {
  readonly dataDir: string
  /** For example `http://127.0.0.1:8080`. */
  readonly endpoint: string
  readonly tokens: TokenFiles
  readonly databaseUrl: string
  /** OVN's databases as remotes; undefined without OVN. */
  readonly ovn: Pick<Central, 'nb' | 'sb'> | undefined
  /** The operators' DNS edge; undefined without CoreDNS. */
  readonly edge: Address | undefined
  /** Undefined when it was not wanted, or this machine cannot have it. */
  readonly lab: Lab | undefined
  /** Stops, kills and restarts single parts by name. */
  readonly supervisor: Supervisor
  /** Stops all of it; no process and no namespace is left. */
  stop(): Promise<void>
}

/** Where the parts go, decided before any of them starts. */
interface Site {
  readonly networks: LabNetworks | undefined
  readonly context: PartContext
}

const wantedPorts = ({ apiPort, dnsPort }: PlatformOptions): WantedPorts => ({ api: apiPort ?? 0, dns: dnsPort ?? 0 })

/** Before anything is made, so that nothing of a start that cannot be is left behind. @throws Error when a wanted port is taken */
const requirePorts = async (options: PlatformOptions): Promise<void> => {
  try {
    await requireFree(wantedPorts(options))
  } catch (error) {
    // Another start on the folder listens there: to be told so, as by who takes the folder, helps more.
    if (!(await isLocked(options.dataDir))) throw error
  }
}

const prepareSite = async (run: Run, options: PlatformOptions, withLab: boolean): Promise<Site> => {
  const tokens = ensureTokens(run.dataDir)
  const ports = wantedPorts(options)
  const site = async (): Promise<{ networks: LabNetworks | undefined; placement: Placement }> => {
    if (!withLab) return { networks: undefined, placement: await placeOnLoopback(ports) }
    const networks = await addNetworks(run.namespaces)
    return { networks, placement: await placeInCentral(run, networks, ports) }
  }
  const { networks, placement } = await site()
  return { networks, context: { run, placement, tokens } }
}

/** One start has failed, and the others may as well end at once. */
const giveUp =
  ({ supervisor }: Run) =>
  async (): Promise<void> => {
    await supervisor.stopAll()
  }

const startCentral = async ({ run, placement }: PartContext, withLab: boolean): Promise<Central> => {
  const central = ovnCentral({
    dataDir: join(run.dataDir, 'ovn'),
    logDir: run.logDir,
    enter: placement.enter,
    ...(withLab && { southboundListen: SOUTHBOUND_LISTEN }),
  })
  await allEnded(
    central.parts.map(async (part) => {
      await run.supervisor.start(part)
    }),
    giveUp(run),
  )
  return central
}

const startHypervisors = async (
  { networks, context }: Site,
  central: Central | undefined,
  { coredns, count }: { readonly coredns: string | undefined; readonly count: number | undefined },
): Promise<Lab | undefined> => {
  if (networks === undefined || central === undefined) return undefined
  const lab = await startLab(context.run, networks, count)
  await allEnded(
    lab.hypervisors.map(async (hypervisor) => {
      await context.run.supervisor.start(await agentPart(context, { hypervisor, sb: central.sb, coredns }))
    }),
    giveUp(context.run),
  )
  await untilTunnelEndsKnown(lab, context.run.supervisor.stopping)
  context.run.log(`lab: ${lab.hypervisors.map(({ name, encapIp }) => `${name} (${encapIp})`).join(', ')}`)
  return lab
}

const startParts = async (run: Run, options: PlatformOptions, found: SetUp): Promise<Platform> => {
  const { supervisor, log } = run
  const site = await prepareSite(run, options, found.lab)
  const { context } = site
  const { outside } = context.placement
  const postgres = postgresPart({ dataDir: join(run.dataDir, 'postgres'), durable: options.durable ?? true, log })
  const [central] = await allEnded(
    [found.ovn ? startCentral(context, found.lab) : undefined, supervisor.start(postgres.part)],
    giveUp(run),
  )
  if (central !== undefined) log('OVN: northbound and southbound database, northd')
  await supervisor.start(serverPart(context, { databaseUrl: postgres.url, ovn: central }))
  const obstacle = central === undefined ? undefined : await serverObstacle(context)
  supervisor.stopping.throwIfAborted()
  log(`server: http://${spell(outside.api)}${obstacle === undefined ? '' : `, but ${obstacle}`}`)
  const startDns = async (): Promise<void> => {
    await supervisor.start(dnsPart(context))
    if (found.coredns !== undefined) await supervisor.start(edgePart(context, found.coredns))
    log(found.coredns === undefined ? 'dns' : `dns, and CoreDNS for operators: ${spell(outside.edge)} (UDP and TCP)`)
  }
  const hypervisors = { coredns: found.coredns, count: options.hypervisors }
  const [lab] = await allEnded([startHypervisors(site, central, hypervisors), startDns()], giveUp(run))
  return {
    dataDir: run.dataDir,
    endpoint: `http://${spell(outside.api)}`,
    tokens: context.tokens,
    databaseUrl: postgres.url,
    ovn: central,
    edge: found.coredns === undefined ? undefined : outside.edge,
    lab,
    supervisor,
    stop: async () => {
      await run.close()
    },
  }
}

/**
 * Starts QuantumNet's parts on this machine, all that it can have. What cannot be had is left out, and one line to `log` says which.
 * @throws Error when a port that is wanted is taken, and nothing is made then; or a part that can be had does not become ready: nothing is left running
 */
export const startPlatform = async (options: PlatformOptions): Promise<Platform> => {
  const log = options.log ?? ((): void => undefined)
  await requirePorts(options)
  const run = await openRun(options.dataDir, log)
  // Told by close(), which goes over all of it again.
  const onAbort = (): void => void run.supervisor.stopAll().catch(() => undefined)
  options.signal?.addEventListener('abort', onAbort)
  try {
    const found = await setUp({ lab: options.lab ?? true, log, ...(options.signal && { signal: options.signal }) })
    options.signal?.throwIfAborted()
    return await startParts(run, options, found)
  } catch (error) {
    await run.close()
    throw error
  } finally {
    options.signal?.removeEventListener('abort', onAbort)
  }
}
