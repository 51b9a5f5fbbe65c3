import {
  ComplexList,
  Lazy,
  type ComplexObject,
  TerraformDataSource,
  TerraformProvider,
  TerraformResource,
  type IInterpolatingParent,
  type TerraformMetaArguments,
} from 'cdktf'
import type { Construct } from 'constructs'
import { withInherited } from './inherited-labels.ts'
import { toTerraform, type Shape } from './values.ts'

/** What the generated bindings stand on. They say names and types; how a configuration becomes Terraform's JSON is said here, once. */

const PROVIDER = { providerName: 'quantumnet' }

/** A type in Terraform and what is configured of it. */
export interface Element<C> {
  readonly type: string
  readonly config: C
  readonly shape: Shape
}

const META_ARGUMENTS = new Set(['dependsOn', 'count', 'provider', 'lifecycle', 'forEach', 'provisioners', 'connection'])

const attributesOf = ({ config, shape }: Element<object>): Record<string, unknown> => {
  const own = Object.entries(config).filter(([name]) => !META_ARGUMENTS.has(name))
  return toTerraform(Object.fromEntries(own), shape) as Record<string, unknown>
}

const noHcl = (): never => {
  throw new Error(
    'The bindings of QuantumNet are synthesised as JSON, which Terraform reads as it does HCL: leave out --hcl',
  )
}

/** A resource whose configuration does not change once it is made. */
export abstract class BoundResource extends TerraformResource {
  readonly #element: Element<object>

  protected constructor(scope: Construct, id: string, element: Element<TerraformMetaArguments>) {
    super(scope, id, {
      ...element.config,
      terraformResourceType: element.type,
      terraformGeneratorMetadata: PROVIDER,
    })
    this.#element = element
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const attributes = attributesOf(this.#element)
    const labels = 'labels' in this ? withInherited(this, attributes['labels']) : undefined
    return labels === undefined ? attributes : { ...attributes, labels }
  }

  /** @throws Error always */
  protected override synthesizeHclAttributes(): Record<string, unknown> {
    return noHcl()
  }
}

/** A data source whose configuration does not change once it is made. */
export abstract class BoundDataSource extends TerraformDataSource {
  readonly #element: Element<object>

  protected constructor(scope: Construct, id: string, element: Element<TerraformMetaArguments>) {
    super(scope, id, {
      ...element.config,
      terraformResourceType: element.type,
      terraformGeneratorMetadata: PROVIDER,
    })
    this.#element = element
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return attributesOf(this.#element)
  }

  /** @throws Error always */
  protected override synthesizeHclAttributes(): Record<string, unknown> {
    return noHcl()
  }
}

/** A provider block; several stand beside each other by `alias`. */
export abstract class BoundProvider extends TerraformProvider {
  readonly #element: Element<object>

  /** @param version of the provider that the bindings are from: it and those that only mend it are asked for */
  protected constructor(
    scope: Construct,
    id: string,
    element: Element<{ readonly alias?: string | undefined }> & { readonly version: string },
  ) {
    super(scope, id, {
      terraformResourceType: element.type,
      terraformGeneratorMetadata: { ...PROVIDER, providerVersionConstraint: `~> ${element.version}` },
      terraformProviderSource: 'quantumnet/quantumnet',
    })
    this.#element = element
  }

  override get alias(): string | undefined {
    return (this.#element.config as { readonly alias?: string }).alias
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    // CDKTF renames keys at every depth of a provider's values, and would the user's labels too; it leaves alone what is resolved later.
    const later = ([name, value]: [string, unknown]): [string, unknown] =>
      typeof value === 'object' ? [name, Lazy.anyValue({ produce: () => value })] : [name, value]
    return Object.fromEntries(Object.entries(attributesOf(this.#element)).map(later))
  }

  /** @throws Error always */
  protected override synthesizeHclAttributes(): Record<string, unknown> {
    return noHcl()
  }
}

type ObjectClass<T> = new (parent: IInterpolatingParent, attribute: string, fromSet: boolean, index?: number) => T

/** References to the objects of a list that the state holds. */
export class ObjectList<T extends ComplexObject> extends ComplexList {
  readonly #parent: IInterpolatingParent
  readonly #attribute: string
  readonly #element: ObjectClass<T>

  constructor(parent: IInterpolatingParent, attribute: string, element: ObjectClass<T>) {
    super(parent, attribute, false)
    this.#parent = parent
    this.#attribute = attribute
    this.#element = element
  }

  /** @param index from 0 */
  get(index: number): T {
    return new this.#element(this.#parent, this.#attribute, false, index)
  }
}
