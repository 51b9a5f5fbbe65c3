/** How a TCP connection attempt ended: `lost` is silence, or nobody who answers ARP. */
export type Connected = 'open' | 'refused' | 'lost'

/** What the program inside a VM does when it is asked. Addresses are literal; a link-local one names its interface (`fe80::1%eth0`). */
export interface GuestCalls {
  /** Serves TCP on a port: whatever comes is sent back. */
  listen(order: { readonly port: number }): void
  /** Stops serving a port: connections are refused from then on, and those that there are stay. */
  shut(order: { readonly port: number }): void
  /** The addresses that connections to a served port came from, in their order. */
  accepted(order: { readonly port: number }): readonly string[]
  /** Opens a connection that stays, under a name. */
  connect(order: {
    readonly name: string
    readonly host: string
    readonly port: number
    readonly timeoutMs: number
  }): Connected
  /** Sends bytes over an open connection and reads as many back: the milliseconds that took, or undefined when they did not come back in time. */
  echo(order: { readonly name: string; readonly bytes: number; readonly timeoutMs: number }): number | undefined
  close(order: { readonly name: string }): void
  /** Counts datagrams that arrive on a UDP port, as a member of multicast groups where some are named. */
  count(order: { readonly port: number; readonly groups?: readonly string[] }): void
  /** Leaves the port, and its groups. */
  ignore(order: { readonly port: number }): void
  /** How many datagrams with this text have arrived on a port. */
  counted(order: { readonly port: number; readonly text: string }): number
  /** Sends datagrams with a text, at an interval; how many left. */
  send(order: {
    readonly host: string
    readonly port: number
    readonly text: string
    readonly count: number
    readonly intervalMs: number
  }): number
  /** Begins to send datagrams until `stopFlood`. */
  flood(order: {
    readonly name: string
    readonly host: string
    readonly port: number
    readonly intervalMs: number
  }): void
  /** How many left, and how many could not. */
  stopFlood(order: { readonly name: string }): { readonly sent: number; readonly failed: number }
}

export type CallName = keyof GuestCalls
export type OrderOf<N extends CallName> = Parameters<GuestCalls[N]>[0]
export type AnswerOf<N extends CallName> = ReturnType<GuestCalls[N]>

/** One line to the guest, and one back. */
export interface Ask {
  readonly id: number
  readonly call: CallName
  readonly order: unknown
}
export interface Told {
  readonly id: number
  readonly answer?: unknown
  readonly error?: string
}
