import type { Address } from './tcp.ts'

/** What the relay's process is told, together with a listening socket. */
export interface RelayOrder {
  readonly name: string
  readonly to: Address
}

/** @throws Error when the message is not an order */
export const parseOrder = (message: unknown): RelayOrder => {
  const { name, to } = message as Partial<RelayOrder>
  if (name === undefined || to === undefined) throw new Error(`not an order for a relay: ${JSON.stringify(message)}`)
  return { name, to }
}
