import { Worker } from 'node:worker_threads'
import type { Endpoint } from '../endpoint.ts'
import type { TableChange } from '../zone/table-change.ts'
import type { TsigKey } from '../tsig/keys.ts'
import type { AccessLists } from './access.ts'
import { Counters } from './counters.ts'
import { Limiter } from './limiter.ts'
import type { LoggedQuery } from './responder.ts'
import type { FromWorker, ToWorker, WorkerSettings } from './worker.ts'

export interface WorkersOptions {
  readonly count: number
  readonly access: AccessLists
  /** answers per second to a source that is no edge; 0: no limit */
  readonly perSecond: number
  readonly sample: number
  /** 32 hexadecimal digits; undefined: no cookies */
  readonly cookieSecret: string | undefined
  readonly keys: readonly TsigKey[]
  readonly onSample: (logged: LoggedQuery) => void
  /** A thread has ended, or its socket has: what it was given is not answered any more. */
  readonly onFailure: (error: Error) => void
}

/** Answers leave little behind, and zones that are built outlive any young generation: a larger one only costs memory. */
const YOUNG_MB = 6

/** Threads that answer over UDP, each with zones of its own. What is changed before they listen, they have when they do. */
export class Workers {
  readonly counters: readonly Counters[]
  readonly #workers: readonly Worker[]
  #closed = false

  constructor({ count, access, perSecond, sample, cookieSecret, keys, onSample, onFailure }: WorkersOptions) {
    this.counters = Array.from({ length: count }, () => new Counters())
    const limits = new Limiter(perSecond).memory
    this.#workers = this.counters.map(({ memory }) => {
      const settings: WorkerSettings = { access, perSecond, sample, cookieSecret, keys, counters: memory, limits }
      const worker = new Worker(new URL('worker.ts', import.meta.url), {
        workerData: settings,
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
      })
      worker.on('message', (message: FromWorker) => {
        if (message.kind === 'logged') onSample({ ...message.logged, query: Buffer.from(message.logged.query) })
        else if (message.kind === 'failed') onFailure(new Error(message.message))
      })
      worker.on('error', (error) => {
        onFailure(error instanceof Error ? error : new Error(String(error)))
      })
      worker.on('exit', () => {
        if (!this.#closed) onFailure(new Error('a thread that answers has ended'))
      })
      return worker
    })
  }

  change(change: TableChange): void {
    for (const worker of this.#workers) send(worker, { kind: 'change', change })
  }

  /** Ends when all of them answer. @throws when the address cannot be bound */
  async listen(endpoint: Endpoint): Promise<void> {
    await Promise.all(
      this.#workers.map(async (worker) => {
        await new Promise<void>((resolve, reject) => {
          worker.on('message', (message: FromWorker) => {
            if (message.kind === 'listening') resolve()
            else if (message.kind === 'failed') reject(new Error(message.message))
          })
          send(worker, { kind: 'listen', endpoint })
        })
      }),
    )
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all(this.#workers.map(async (worker) => await worker.terminate()))
  }
}

const send = (worker: Worker, message: ToWorker): void => {
  worker.postMessage(message)
}
