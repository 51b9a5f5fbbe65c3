import type { Timestamp } from '../wire/messages/values.ts'
import type { Encodable } from '../wire/protobuf/message.ts'

/** A point in time in a protocol message. */
export const timestampOf = (time: Date | undefined): Encodable<typeof Timestamp> | undefined => {
  if (time === undefined) return undefined
  const milliseconds = time.getTime()
  const seconds = Math.floor(milliseconds / 1000)
  return { seconds, nanos: (milliseconds - seconds * 1000) * 1_000_000 }
}
