import { Labels as Allowed } from '@quantumnet/api'
import { Token } from 'cdktf'
import type { IConstruct } from 'constructs'
import { sayLabel } from './bindings/inherited-labels.ts'
import { problemsOf, refuse } from './kit/check.ts'

/**
 * Labels of every resource at and below a construct, whether it is there already or comes later. A label that is said nearer to a resource goes
 * before one from farther up, the resource's own `labels` before both, and all of them before the provider's `defaultLabels`.
 */
export class Labels {
  readonly #scope: IConstruct

  private constructor(scope: IConstruct) {
    this.#scope = scope
  }

  /** The labels of what is at and below this construct: an app, a stack, or any other. */
  static of(scope: IConstruct): Labels {
    return new Labels(scope)
  }

  /** @throws Error for a key or a value that the API does not take */
  add(key: string, value: string): this {
    const known = Token.isUnresolved(value) ? '' : value
    const problems = problemsOf({ [key]: known }, Allowed)
    if (problems.length > 0) refuse(this.#scope, `label ${JSON.stringify({ [key]: value })}: ${problems.join('; ')}`)
    sayLabel(this.#scope, key, value)
    return this
  }

  /** From here on down without a label that is said farther up. A resource's own `labels` stay. */
  remove(key: string): this {
    sayLabel(this.#scope, key, undefined)
    return this
  }
}
