/** A stored state of another type, which a `moved` block makes one of ours (Terraform 1.8). */
export interface Source {
  /** such as `registry.terraform.io/hashicorp/null` */
  readonly provider: string
  readonly typeName: string
  readonly schemaVersion: number
  /** its JSON */
  readonly state: Readonly<Record<string, unknown>>
}

/** How a resource may come out of another type of resource. */
export interface Move {
  /** of the other one */
  readonly typeName: string
  /** The state that it has from now on, in the newest schema version; undefined: not from this one. */
  state(source: Source): Record<string, unknown> | undefined
}
