import { Token } from 'cdktf'
import type { Construct } from 'constructs'
import { toTerraform, type Shape } from '../bindings/values.ts'
import { eachFolder, synthesised, type Synthesised } from './synthesis.ts'
import { problemsIn, type TerraformOptions } from './terraform.ts'

/** Matchers for tests of apps: by jest's `expect.extend`, and by that of what works as jest does. */

/** A binding: a resource or a data source. */
interface Binding {
  new (scope: Construct, id: string, config: never): unknown
  readonly tfResourceType: string
  readonly shape: Shape
}

/** Some of what a binding is configured with, each as a value or a matcher such as `expect.stringMatching`. */
export type Properties<B> = B extends new (scope: Construct, id: string, config: infer C) => unknown
  ? { readonly [K in keyof NonNullable<C>]?: unknown }
  : never

/** What `expect(stack)`, or `expect(app)`, can be asked with them. */
export interface QuantumnetMatchers<R> {
  /** That there is a resource of this kind. */
  toHaveResource(binding: Binding): R
  /** That a resource of this kind has these values, and any others; of what is nested too. */
  toHaveResourceWithProperties<B extends Binding>(binding: B, properties: Properties<B>): R
  /** That there is a data source of this kind. */
  toHaveDataSource(binding: Binding): R
  /** That a data source of this kind has these values, and any others; of what is nested too. */
  toHaveDataSourceWithProperties<B extends Binding>(binding: B, properties: Properties<B>): R
  /** That Terraform and the provider find nothing wrong: `terraform init` and `terraform validate` are run for each stack. */
  toBeValidTerraform(): R
}

/** What jest hands to a matcher as `this`. */
interface Context {
  equals(actual: unknown, expected: unknown, testers?: readonly unknown[]): boolean
  readonly utils: {
    readonly subsetEquality: unknown
    readonly iterableEquality: unknown
    stringify(value: unknown): string
  }
}

/** What a matcher answers. */
interface Verdict {
  readonly pass: boolean
  message(): string
}

/** The matchers as `expect.extend` takes them. */
type Matchers = Readonly<Record<Exclude<keyof QuantumnetMatchers<void>, 'toBeValidTerraform'>, Having>> & {
  readonly toBeValidTerraform: (received: unknown) => Verdict
}

type Having = (this: Context, received: unknown, binding: Binding, properties?: object) => Verdict

const isLeaf = (value: object): boolean => Token.isUnresolved(value) || 'asymmetricMatch' in value

const verdict = (context: Context, found: readonly unknown[], binding: Binding, properties: object): Verdict => {
  const expected = toTerraform(properties, binding.shape, isLeaf)
  const { utils } = context
  const pass = found.some((each) => context.equals(each, expected, [utils.iterableEquality, utils.subsetEquality]))
  const wanted = `${binding.tfResourceType}${Object.keys(properties).length === 0 ? '' : ` with ${utils.stringify(expected)}`}`
  const there = found.length === 0 ? 'It has none of this kind.' : `Of this kind it has ${utils.stringify(found)}`
  return { pass, message: () => `expected the stack ${pass ? 'not ' : ''}to have ${wanted}. ${there}` }
}

const blocksOf = (received: unknown, kind: keyof Synthesised, { tfResourceType }: Binding): readonly unknown[] =>
  synthesised(received).flatMap((stack) => Object.values(stack[kind]?.[tfResourceType] ?? {}))

const having = (kind: keyof Synthesised): Having =>
  function (this: Context, received: unknown, binding: Binding, properties: object = {}): Verdict {
    return verdict(this, blocksOf(received, kind, binding), binding, properties)
  }

/**
 * The matchers of {@link QuantumnetMatchers}, for `expect.extend`. They take the place of those that the framework registers under the same names.
 * @param options where `toBeValidTerraform` finds Terraform and the provider
 */
export const quantumnetMatchers = (options: TerraformOptions = {}): Matchers => ({
  toHaveResource: having('resource'),
  toHaveResourceWithProperties: having('resource'),
  toHaveDataSource: having('data'),
  toHaveDataSourceWithProperties: having('data'),
  toBeValidTerraform: (received: unknown): Verdict => {
    const problems = eachFolder(received, (folder) => problemsIn(folder, options)).flat()
    const message =
      problems.length === 0
        ? 'expected Terraform to find something wrong'
        : `Terraform finds wrong:\n${problems.join('\n')}`
    return { pass: problems.length === 0, message: () => message }
  },
})
