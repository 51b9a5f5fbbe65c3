/** What the reference says of what users import. */

/** Something with a name: an entry of its own, or a member of one. */
export interface Described {
  readonly name: string
  /** Its doc comment, with links as `{@link Name}`. */
  readonly text: string
  /** What `@throws` says. */
  readonly throws: readonly string[]
}

/** A property, a getter, or a value. */
export interface Value extends Described {
  readonly type: string
  readonly optional: boolean
}

/** A method, a function, or a constructor. */
export interface Call extends Described {
  /** As it is called, such as `attach(subnet: ISubnet, ip?: string): RouterInterfaceResource`. */
  readonly signature: string
}

/** A class, an interface, an object or a type that users import. */
export interface Entry extends Described {
  /** The source that declares it, from `src`, without its extension. */
  readonly source: string
  /** What it is written as where it is a type by another name. */
  readonly type?: string
  readonly isConstruct: boolean
  readonly calls: readonly Call[]
  readonly values: readonly Value[]
}
