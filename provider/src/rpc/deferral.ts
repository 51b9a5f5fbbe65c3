import type { Place } from '../framework/index.ts'
import type { ClientCapabilities } from '../wire/messages/values.ts'
import type { Decoded } from '../wire/protobuf/message.ts'

/**
 * Whether to leave something for a later run because the provider's configuration is not known yet. Only where Terraform allows it; it says so
 * in every apply, in which the configuration is known.
 */
export const isDeferred = (
  { client }: Pick<Place<unknown>, 'client'>,
  capabilities: Decoded<typeof ClientCapabilities> | undefined,
): boolean => client === undefined && capabilities?.deferralAllowed === true
