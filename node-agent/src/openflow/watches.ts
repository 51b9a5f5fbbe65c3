import type { Field } from './match.ts'
import type { Flow, FlowUpdate } from './updates.ts'

/** Flows whose match has certain fields, as they are now. */
export class Watch {
  readonly #fields: readonly string[]
  readonly #flows = new Map<string, Flow>()
  readonly #onChange: () => void
  /** those that were there before are known */
  isWhole = false

  constructor(match: readonly Field[], onChange: () => void) {
    this.#fields = match.map((field) => field.toString('hex'))
    this.#onChange = onChange
  }

  get flows(): readonly Flow[] {
    return [...this.#flows.values()]
  }

  /** The field that is least often in others: the last. */
  get telling(): string {
    return this.#fields.at(-1) ?? ''
  }

  take({ flow, isGone }: FlowUpdate): void {
    if (!this.#fields.every((field) => flow.fields.includes(field))) return
    if (isGone) this.#flows.delete(flow.key)
    else this.#flows.set(flow.key, flow)
  }

  changed(): void {
    this.#onChange()
  }
}

/** All watches of a connection: a switch tells of a flow once, and does not say who wanted to know. */
export class Watches {
  readonly #byField = new Map<string, Set<Watch>>()

  add(watch: Watch): void {
    const beside = this.#byField.get(watch.telling) ?? new Set()
    this.#byField.set(watch.telling, beside.add(watch))
  }

  delete(watch: Watch): void {
    const beside = this.#byField.get(watch.telling)
    beside?.delete(watch)
    if (beside?.size === 0) this.#byField.delete(watch.telling)
  }

  /** Tells each watch once, when all is noted: what came together is looked at together. */
  take(updates: readonly FlowUpdate[]): void {
    const concerned = new Set<Watch>()
    for (const update of updates)
      for (const field of update.flow.fields)
        for (const watch of this.#byField.get(field) ?? []) {
          watch.take(update)
          concerned.add(watch)
        }
    for (const watch of concerned) watch.changed()
  }
}
