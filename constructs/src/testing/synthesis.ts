import { Testing, TerraformStack } from 'cdktf'
import { Construct } from 'constructs'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** What a test says something about, as Terraform's JSON. */

/** A kind of block in Terraform, and of each type in it the blocks by name. */
export type Synthesised = Readonly<
  Record<'resource' | 'data', Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined>
>

/** An app, or anything that has stacks in it. */
const stacksOf = (received: unknown): readonly TerraformStack[] => {
  const stacks = Construct.isConstruct(received)
    ? received.node.findAll().filter((each) => TerraformStack.isStack(each))
    : []
  if (stacks.length === 0)
    throw new Error('expect() was given neither a stack nor an app with stacks: give it the TerraformStack or the App')
  return stacks
}

/** As an app does before it synthesises its stacks: an output appears once the other stack has asked for it. */
const prepare = (stacks: readonly TerraformStack[]): void => {
  for (const stack of new Set(stacks.flatMap((each) => each.node.root.node.findAll())))
    if (TerraformStack.isStack(stack)) stack.prepareStack()
}

/** The blocks of all stacks of that construct. @throws Error when it is no stack and has none */
export const synthesised = (received: unknown): readonly Synthesised[] => {
  const stacks = stacksOf(received)
  prepare(stacks)
  return stacks.map((stack) => JSON.parse(Testing.synth(stack)) as Synthesised)
}

/**
 * Calls `use` with the folder of each stack, as an app writes it, and removes the folder after that.
 * @throws Error when `received` is no stack and has none, or when the stack's own validations fail
 */
export const eachFolder = <T>(received: unknown, use: (folder: string) => T): readonly T[] => {
  const stacks = stacksOf(received)
  prepare(stacks)
  return stacks.map((stack) => {
    const out = Testing.fullSynth(stack)
    try {
      const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as {
        stacks: Readonly<Record<string, { workingDirectory: string }>>
      }
      const [written] = Object.values(manifest.stacks)
      return use(join(out, written?.workingDirectory ?? ''))
    } finally {
      rmSync(out, { recursive: true })
    }
  })
}
