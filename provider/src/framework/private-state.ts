import { Buffer } from 'node:buffer'

/** Notes of a provider beside a resource's state, which Terraform stores but never shows. */
export class PrivateState {
  readonly #notes: Map<string, string>

  private constructor(notes: Map<string, string>) {
    this.#notes = notes
  }

  /** From the bytes that Terraform keeps; none, or bytes that are not ours, give an empty one. */
  static from(bytes: Uint8Array): PrivateState {
    if (bytes.length === 0) return new PrivateState(new Map())
    const parsed: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
    const notes = typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : []
    return new PrivateState(new Map(notes.map(([key, value]) => [key, String(value)])))
  }

  get(key: string): string | undefined {
    return this.#notes.get(key)
  }

  /** @param value undefined removes the note */
  set(key: string, value: string | undefined): void {
    if (value === undefined) this.#notes.delete(key)
    else this.#notes.set(key, value)
  }

  toBytes(): Uint8Array {
    return this.#notes.size === 0 ? new Uint8Array() : Buffer.from(JSON.stringify(Object.fromEntries(this.#notes)))
  }
}
