import type { Port, Remote } from './traffic.ts'

/** Something whose packets security groups decide on. */
export interface IConnectable {
  /** Who may talk to it, and to whom it may. */
  readonly connections: Connections
}

/** A group that rules can be put into. */
interface RuleHolder {
  readonly defaultEgress: 'allow' | 'deny'
  addRule(direction: 'ingress' | 'egress', remote: Remote, port: Port): void
}

/** How something appears at the other end, and the groups that may be given rules for it. */
interface Ends {
  /** What decides on its own packets. */
  readonly groups: readonly RuleHolder[]
  /** Whether its own rules are made elsewhere. */
  readonly elsewhere?: boolean
  /** Where its packets come from and go to, as the other end sees them. */
  readonly remotes: readonly Remote[]
  /** What to do where there are no groups, and they are needed. */
  readonly noGroups: string
  /** What to do where there are no remotes, and they are needed. */
  readonly noRemotes: string
}

/** Whether security groups decide on its packets, which is more than a block of addresses or an id. */
export const isConnectable = <T extends object>(other: T): other is T & IConnectable => 'connections' in other

/** Who may talk to whom: rules in the groups of either end. */
export class Connections {
  readonly #ends: Ends

  constructor(ends: Ends) {
    this.#ends = ends
  }

  /** Lets the other end connect to this one; where the other end's groups deny what they send, it may send that. */
  allowFrom(other: IConnectable | Remote, port: Port): void {
    for (const group of this.#groups()) for (const remote of remotesOf(other)) group.addRule('ingress', remote, port)
    if (isConnectable(other)) other.connections.#letOut(this, port)
  }

  /** Lets this end connect to the other one. Where the other end's rules are made elsewhere, they have to allow it there. */
  allowTo(other: IConnectable | Remote, port: Port): void {
    if (!isConnectable(other)) for (const group of this.#groups()) group.addRule('egress', other, port)
    else if (other.connections.#ends.elsewhere === true) this.#letOut(other.connections, port)
    else other.connections.allowFrom({ connections: this }, port)
  }

  /** Lets those on this end connect to each other. */
  allowInternally(port: Port): void {
    this.allowFrom({ connections: this }, port)
  }

  #letOut(to: Connections, port: Port): void {
    const closed = this.#ends.groups.filter(({ defaultEgress }) => defaultEgress === 'deny')
    for (const group of closed) for (const remote of to.#remotes()) group.addRule('egress', remote, port)
  }

  #groups(): readonly RuleHolder[] {
    if (this.#ends.groups.length === 0) throw new Error(this.#ends.noGroups)
    return this.#ends.groups
  }

  #remotes(): readonly Remote[] {
    if (this.#ends.remotes.length === 0) throw new Error(this.#ends.noRemotes)
    return this.#ends.remotes
  }

  /** How others see this end. @throws Error when nobody said */
  static remotesOf(connectable: IConnectable): readonly Remote[] {
    return connectable.connections.#remotes()
  }
}

const remotesOf = (other: IConnectable | Remote): readonly Remote[] =>
  isConnectable(other) ? Connections.remotesOf(other) : [other]
