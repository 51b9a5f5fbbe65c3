import { parentPort, workerData } from 'node:worker_threads'
import type { Endpoint } from '../endpoint.ts'
import { serveUdp } from '../transport/udp.ts'
import { applyChange, type TableChange } from '../zone/table-change.ts'
import { ZoneTable } from '../zone/zone-table.ts'
import { Access, type AccessLists } from './access.ts'
import { processMs, wallSeconds } from '../clock.ts'
import { Keyring } from '../tsig/keyring.ts'
import type { TsigKey } from '../tsig/keys.ts'
import { cookiesFrom } from './cookies.ts'
import { Counters } from './counters.ts'
import { Limiter } from './limiter.ts'
import { Responder, type LoggedQuery } from './responder.ts'

/** A thread that answers over UDP. It shares the port with the others: the kernel gives each client to one of them (SO_REUSEPORT). */

export interface WorkerSettings {
  readonly access: AccessLists
  readonly perSecond: number
  readonly sample: number
  readonly cookieSecret: string | undefined
  readonly keys: readonly TsigKey[]
  readonly counters: SharedArrayBuffer
  /** of the limiter that all threads have together */
  readonly limits: SharedArrayBuffer
}

export type ToWorker =
  { readonly kind: 'change'; readonly change: TableChange } | { readonly kind: 'listen'; readonly endpoint: Endpoint }

export type FromWorker =
  | { readonly kind: 'listening' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'logged'; readonly logged: LoggedQuery }

const tell = (message: FromWorker): void => {
  parentPort?.postMessage(message)
}

const settings = workerData as WorkerSettings
const table = new ZoneTable()
const responder = new Responder({
  zones: table,
  access: new Access(settings.access),
  limiter: new Limiter(settings.perSecond, settings.limits),
  counters: new Counters(settings.counters),
  cookies: cookiesFrom(settings.cookieSecret),
  keyring: new Keyring(settings.keys, wallSeconds),
  now: processMs,
  sample: settings.sample,
  onSample: (logged) => {
    tell({ kind: 'logged', logged })
  },
})

const listen = async (endpoint: Endpoint): Promise<void> => {
  const respond = (packet: Buffer, client: string): Buffer | undefined => responder.overUdp(packet, client)
  const onError = (error: Error): void => {
    tell({ kind: 'failed', message: error.message })
  }
  await serveUdp(endpoint, respond, { onError, isShared: true })
  tell({ kind: 'listening' })
}

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind === 'change') applyChange(table, message.change)
  else
    listen(message.endpoint).catch((error: unknown) => {
      tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
    })
})
