import { openCall, type Place } from './call.ts'
import type { Call } from './context.ts'
import { diagnosticsOf, type Diagnostic, type Finding } from './diagnostics.ts'
import type { Schema } from './schema.ts'
import type { Attributes, Drafts, Knowns } from './shape.ts'
import { keepSpelling } from './spelling.ts'
import { READ_LIMITS, timeoutMs, timeoutsBlock } from './timeouts.ts'
import type { ObjectValue } from './value.ts'

/** Something that Terraform reads and never changes. */
export interface DataSource<Client, A extends Attributes = Attributes> {
  readonly schema: Schema<A>
  /** What is wrong with a configuration as a whole. Anything in it may still be unknown. */
  validate?(config: Drafts<A>): readonly Finding[]
  /** Asked once the whole configuration is known. @throws Refusal with words for the user, also when there is no such thing */
  read(config: Drafts<A>, call: Call<Client>): Promise<Knowns<A>>
}

/** Keeps the types of a definition, and forgets them for those who treat all data sources alike. */
export const defineDataSource = <Client, A extends Attributes>(source: DataSource<Client, A>): DataSource<Client> =>
  source

/** All attributes of a data source: its own, and the block of time limits. */
export const attributesOfData = ({ schema }: Pick<DataSource<never>, 'schema'>): Attributes => ({
  ...schema.attributes,
  timeouts: timeoutsBlock(READ_LIMITS),
})

/** Where a data source is read. */
export interface DataRuntime<Client = unknown> extends Place<Client> {
  readonly source: DataSource<Client>
}

export interface DataReading {
  /** null where reading failed */
  readonly state: ObjectValue | null
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads what the configuration asks for, in its spelling. Never throws. */
export const readData = async (config: ObjectValue, runtime: DataRuntime): Promise<DataReading> => {
  const { source, typeName } = runtime
  try {
    const limitMs = timeoutMs(config, 'read', READ_LIMITS)
    const { call, warnings } = openCall(runtime, { timeoutMs: limitMs, privateBytes: new Uint8Array() })
    const found = (await source.read(config, call)) as ObjectValue
    const state: ObjectValue = { ...found, timeouts: config['timeouts'] ?? null }
    return { state: keepSpelling(attributesOfData(source), config, state), diagnostics: warnings }
  } catch (error) {
    return { state: null, diagnostics: diagnosticsOf(error, `read ${typeName}`) }
  }
}
