/** Which zones are being sent to whom at this moment. */
export class TransferLog {
  readonly #running = new Map<string, number>()
  #total = 0

  /** How many have begun so far. */
  get total(): number {
    return this.#total
  }

  /** Notes a transfer of a zone to a client; the function that it gives notes its end. */
  begin(zone: string, client: string): () => void {
    this.#total++
    const key = `${zone} ${client}`
    this.#running.set(key, (this.#running.get(key) ?? 0) + 1)
    return () => {
      const left = (this.#running.get(key) ?? 1) - 1
      if (left > 0) this.#running.set(key, left)
      else this.#running.delete(key)
    }
  }

  isRunning(zone: string, client: string): boolean {
    return this.#running.has(`${zone} ${client}`)
  }
}
