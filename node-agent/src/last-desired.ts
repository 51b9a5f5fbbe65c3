import { join } from 'node:path'
import { NodeDesired } from '@quantumnet/api'
import { readIfThere, replaceFile } from './host/files.ts'

const FILE = 'desired.json'

/**
 * The desired state that holds: the last one that a deployment sent, now or before a restart of the agent or of the hypervisor. It is kept
 * on disk where there is a DNS edge, because that has to be built again after a reboot while the server is away.
 */
export class LastDesired {
  readonly #file: string | undefined
  /** By deployment: what a strange server says must not displace what our own said. */
  readonly #last = new Map<string, NodeDesired>()
  #onDisk: NodeDesired | undefined

  /** `dir`: where to keep it; undefined: in memory only. */
  constructor(dir: string | undefined) {
    this.#file = dir === undefined ? undefined : join(dir, FILE)
  }

  /** What this deployment said last; undefined: nothing is known. */
  of(deployment: string | undefined): NodeDesired | undefined {
    return deployment === undefined ? undefined : this.#last.get(deployment)
  }

  /**
   * Reads what was kept for this node. Not which connections are to be cut: what was switched off then may be on by now, and its connections meant.
   * @throws Error when the file is there and is no desired state of this node
   */
  async load(node: string): Promise<void> {
    const text = this.#file === undefined ? undefined : await readIfThere(this.#file)
    if (text === undefined) return
    try {
      const kept = NodeDesired.omit({ closed_members: true }).parse(JSON.parse(text))
      if (kept.node !== node) throw new Error(`it is of node ${kept.node}, not of ${node}`)
      this.accept(kept)
      this.#onDisk = kept
    } catch (cause) {
      throw new Error(`${this.#file ?? ''} is not used; the server's word is waited for`, { cause })
    }
  }

  accept(desired: NodeDesired): void {
    this.#last.set(desired.deployment, desired)
  }

  /** Writes it to disk if it is not there yet. */
  async keep(desired: NodeDesired): Promise<void> {
    if (this.#file === undefined || desired === this.#onDisk) return
    await replaceFile(this.#file, `${JSON.stringify(desired)}\n`)
    this.#onDisk = desired
  }
}
