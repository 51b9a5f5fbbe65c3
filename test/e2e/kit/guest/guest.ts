import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { inNamespace } from '../../../../platform/src/lab/netns.ts'
import type { AnswerOf, Ask, CallName, OrderOf, Told } from './calls.ts'

const PROGRAM = fileURLToPath(new URL('main.ts', import.meta.url))

interface Waiting {
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: Error) => void
}

/** The program inside one namespace, started when it is first asked, and again after the namespace was replaced. */
export class Guest {
  readonly #namespace: string
  #running: ChildProcess | undefined
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0

  constructor(namespace: string) {
    this.#namespace = namespace
  }

  /** @throws Error when the guest could not do it, or has ended */
  async call<N extends CallName>(call: N, order: OrderOf<N>): Promise<AnswerOf<N>> {
    const running = (this.#running ??= this.#start())
    const id = ++this.#lastId
    const ask: Ask = { id, call, order }
    return (await new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      running.stdin?.write(`${JSON.stringify(ask)}\n`)
    })) as AnswerOf<N>
  }

  end(): void {
    this.#running?.kill('SIGKILL')
  }

  #start(): ChildProcess {
    const [file, ...args] = inNamespace(this.#namespace)([process.execPath, PROGRAM])
    const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    child.stdin.on('error', () => undefined)
    child.on('close', () => {
      if (this.#running === child) this.#running = undefined
      for (const { reject } of this.#waiting.values()) reject(new Error(`the guest in ${this.#namespace} has ended`))
      this.#waiting.clear()
    })
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.#answered(JSON.parse(line) as Told)
    })
    return child
  }

  #answered({ id, answer, error }: Told): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error === undefined) waiting?.resolve(answer)
    else waiting?.reject(new Error(error))
  }
}
