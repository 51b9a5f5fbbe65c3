import { openCall, type Place } from './call.ts'
import type { Call } from './context.ts'
import { diagnosticsOf, type Diagnostic, type Finding } from './diagnostics.ts'
import type { Schema } from './schema.ts'
import type { Attributes, Drafts, Knowns } from './shape.ts'
import { keepSpelling } from './spelling.ts'
import type { ObjectValue } from './value.ts'

/** Something that exists for the time of one run of Terraform, and that neither plan nor state ever holds (Terraform 1.10). */

export interface Opened<Values> {
  readonly values: Values
  /** when Terraform is to ask for a renewal, should the run take that long; undefined: never */
  readonly renewAt?: Date
}

/** What close and renew need to know goes into the call's private notes. */
export interface EphemeralResource<Client, A extends Attributes = Attributes> {
  readonly schema: Schema<A>
  /** What is wrong with a configuration as a whole. Anything in it may still be unknown. */
  validate?(config: Drafts<A>): readonly Finding[]
  /** Asked once the whole configuration is known: in plan, and again in apply. @throws Refusal */
  open(config: Drafts<A>, call: Call<Client>): Promise<Opened<Knowns<A>>>
  /** @returns when to ask again */
  renew?(call: Call<Client>): Promise<Date | undefined>
  /** Asked at the end of the run; must not fail when there is nothing to close any more. */
  close?(call: Call<Client>): Promise<void>
}

/** Keeps the types of a definition, and forgets them for those who treat all of them alike. */
export const defineEphemeral = <Client, A extends Attributes>(
  resource: EphemeralResource<Client, A>,
): EphemeralResource<Client> => resource

/** Where an ephemeral resource is opened, renewed and closed. */
export interface EphemeralRuntime<Client = unknown> extends Place<Client> {
  readonly ephemeral: EphemeralResource<Client>
}

export interface EphemeralAnswer {
  /** null where there is none */
  readonly result: ObjectValue | null
  readonly renewAt: Date | undefined
  readonly privateBytes: Uint8Array
  readonly diagnostics: readonly Diagnostic[]
}

const TIMEOUT_MS = 60_000

type Result = Pick<EphemeralAnswer, 'result' | 'renewAt'>

const attempt = async (
  verb: string,
  runtime: EphemeralRuntime,
  privateBytes: Uint8Array,
  run: (call: Call<unknown>) => Promise<Result>,
): Promise<EphemeralAnswer> => {
  try {
    const { call, warnings } = openCall(runtime, { timeoutMs: TIMEOUT_MS, privateBytes })
    const done = await run(call)
    return { ...done, privateBytes: call.private.toBytes(), diagnostics: warnings }
  } catch (error) {
    const diagnostics = diagnosticsOf(error, `${verb} ${runtime.typeName}`)
    return { result: null, renewAt: undefined, privateBytes, diagnostics }
  }
}

/** Never throws. */
export const openEphemeral = async (config: ObjectValue, runtime: EphemeralRuntime): Promise<EphemeralAnswer> =>
  await attempt('open', runtime, new Uint8Array(), async (call) => {
    const { values, renewAt } = await runtime.ephemeral.open(config, call)
    const { attributes } = runtime.ephemeral.schema
    return { result: keepSpelling(attributes, config, values as ObjectValue), renewAt }
  })

/** Never throws. @param privateBytes what was answered last */
export const renewEphemeral = async (privateBytes: Uint8Array, runtime: EphemeralRuntime): Promise<EphemeralAnswer> =>
  await attempt('renew', runtime, privateBytes, async (call) => ({
    result: null,
    renewAt: await runtime.ephemeral.renew?.(call),
  }))

/** Never throws. @param privateBytes what was answered last */
export const closeEphemeral = async (privateBytes: Uint8Array, runtime: EphemeralRuntime): Promise<EphemeralAnswer> =>
  await attempt('close', runtime, privateBytes, async (call) => {
    await runtime.ephemeral.close?.(call)
    return { result: null, renewAt: undefined }
  })
