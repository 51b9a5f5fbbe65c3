import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { operatorCorefile } from '@quantumnet/dns/corefile'
import { eventually } from '../process/time.ts'
import type { Run } from '../run.ts'
import { nodeCommand } from '../sources.ts'
import type { Part } from '../supervisor/part.ts'
import { spell, type Placement } from './placement.ts'
import type { TokenFiles } from './tokens.ts'

export interface PartContext {
  readonly run: Run
  readonly placement: Placement
  readonly tokens: TokenFiles
}

const SERVER_LIMIT_MS = 10_000

const answers = async (url: string, signal: AbortSignal): Promise<boolean> => (await fetch(url, { signal })).ok

export interface ServerOptions {
  readonly databaseUrl: string
  /** Remotes of OVN's databases; left out, the server runs without OVN. */
  readonly ovn: { readonly nb: string; readonly sb: string } | undefined
}

/**
 * The API server. It counts as ready once it answers: others cope with one that is not in order yet, and one that waits for a person's
 * word (a repair that would remove much) must go on running to hear it.
 */
export const serverPart = ({ run, placement, tokens }: PartContext, { databaseUrl, ovn }: ServerOptions): Part => {
  const probe = `http://${spell(placement.outside.api)}/livez`
  const files = Object.entries(tokens).map(([role, file]) => `${role}=${file}`)
  return {
    name: 'server',
    command: placement.enter(nodeCommand('server/src/main.ts')),
    env: {
      DATABASE_URL: databaseUrl,
      QUANTUMNET_LISTEN: spell(placement.inside.api),
      QUANTUMNET_TOKEN_FILES: files.join(','),
      ...(ovn !== undefined && { QUANTUMNET_OVN_NB: ovn.nb, QUANTUMNET_OVN_SB: ovn.sb }),
    },
    logFile: join(run.logDir, 'server.log'),
    needs: ['postgres', ...(ovn === undefined ? [] : ['ovn-nb', 'ovn-sb'])],
    ready: async (_, signal) => await answers(probe, signal),
  }
}

/** Waits a while for the server to be in order; gives what is not, in its own words, or undefined. */
export const serverObstacle = async ({ run, placement }: PartContext): Promise<string | undefined> => {
  let detail: string | undefined
  const inOrder = async (): Promise<true | undefined> => {
    const response = await fetch(`http://${spell(placement.outside.api)}/readyz`)
    if (response.ok) return true
    detail = ((await response.json()) as { detail?: string }).detail
    return undefined
  }
  const { stopping } = run.supervisor
  const failed = (): Error | undefined => (stopping.aborted ? new Error('it is being stopped') : undefined)
  return await eventually(inOrder, { what: 'the server is in order', timeoutMs: SERVER_LIMIT_MS, failed }).then(
    () => undefined,
    (error: unknown) => detail ?? String(error),
  )
}

/** The authoritative primary for the projects' zones. */
export const dnsPart = ({ run, placement, tokens }: PartContext): Part => {
  const state = join(run.dataDir, 'dns')
  const { inside, outside } = placement
  return {
    name: 'dns',
    command: placement.enter(nodeCommand('dns/src/main.ts')),
    env: {
      QUANTUMNET_ENDPOINT: `http://${spell(inside.api)}`,
      QUANTUMNET_TOKEN_FILE: tokens.feed,
      QUANTUMNET_DNS_LISTEN: spell(inside.dns),
      QUANTUMNET_DNS_STATE: state,
      QUANTUMNET_DNS_TRANSFER_TO: placement.network,
      QUANTUMNET_DNS_NOTIFY: spell(inside.edge),
      QUANTUMNET_DNS_HEALTH: spell(inside.dnsHealth),
    },
    logFile: join(run.logDir, 'dns.log'),
    needs: ['server'],
    prepare: () => {
      mkdirSync(state, { recursive: true })
    },
    ready: async (_, signal) => await answers(`http://${spell(outside.dnsHealth)}/readyz`, signal),
  }
}

/** CoreDNS as operators' edge: a secondary of our primary. */
export const edgePart = ({ run, placement }: PartContext, binary: string): Part => {
  const { inside, outside } = placement
  const folder = join(run.dataDir, 'edge')
  const corefile = join(folder, 'Corefile')
  return {
    name: 'edge',
    command: placement.enter([binary, '-conf', corefile]),
    logFile: join(run.logDir, 'edge.log'),
    needs: ['dns'],
    prepare: () => {
      mkdirSync(folder, { recursive: true })
      const { edgeHealth, edgeReady, edgeMetrics } = inside
      const probes = { health: spell(edgeHealth), ready: spell(edgeReady), metrics: spell(edgeMetrics) }
      writeFileSync(corefile, operatorCorefile({ listen: spell(inside.edge), primaries: [spell(inside.dns)], probes }))
    },
    ready: async (_, signal) => await answers(`http://${spell(outside.edgeReady)}/ready`, signal),
  }
}
