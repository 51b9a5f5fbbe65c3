import { Testing, TerraformStack } from 'cdktf'
import { QuantumnetProvider } from './gen/provider.ts'

/** What the tests of constructs share. */

type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>

/** A stack with our provider in it. */
export const makeStack = (): TerraformStack => {
  const stack = new TerraformStack(Testing.app(), 'stack')
  new QuantumnetProvider(stack, 'quantumnet')
  return stack
}

const withoutMetadata = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && '//' in value ? { ...value, '//': undefined } : value

/** The resources of the synthesised stack by address, without what cdktf notes for itself; names lose the hash of their path. */
export const resourcesOf = (stack: TerraformStack): Readonly<Record<string, unknown>> => {
  const { resource = {} } = JSON.parse(Testing.synth(stack, true), withoutMetadata) as { resource?: Resources }
  const text = JSON.stringify(
    Object.fromEntries(
      Object.entries(resource).flatMap(([type, named]) =>
        Object.entries(named).map(([name, values]) => [`${type.replace('quantumnet_', '')}.${name}`, values]),
      ),
    ),
  )
  return JSON.parse(text.replace(/_[0-9A-F]{8}(?=[".])/g, '')) as Record<string, unknown>
}

/** The resources that something makes in a stack of its own. */
export const made = (make: (stack: TerraformStack) => unknown): Readonly<Record<string, unknown>> => {
  const stack = makeStack()
  make(stack)
  return resourcesOf(stack)
}
