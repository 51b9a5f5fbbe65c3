import type { OutsideHost } from '../../../platform/src/lab/outside.ts'
import { Host } from './host.ts'

export interface OutsideOptions {
  /** With its prefix length. */
  readonly address: string
  /** Default: untagged. */
  readonly vlan?: number
  /** The hypervisor at whose external bridge it is plugged in. Default: hv1. */
  readonly at?: string
}

/** A machine on the physical network. */
export class Outsider extends Host {
  readonly #address: string

  constructor({ name, namespace, addresses: [address = ''] }: OutsideHost) {
    super({ name, namespace })
    this.#address = address
  }

  override get ip(): string {
    return this.#address.split('/')[0] ?? ''
  }
}
