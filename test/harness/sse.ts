import { eventually } from '@quantumnet/platform'

/** A message of a stream as it came over the wire. */
export interface Message {
  readonly event: string
  readonly id: string | undefined
  readonly data: unknown
  /** when it came, in milliseconds of performance.now() */
  readonly at: number
}

export interface RawStream {
  readonly status: number
  readonly messages: readonly Message[]
  /** Whether the server has ended it. */
  readonly ended: () => boolean
  /** The first message, of those from `from` on, that fits. */
  readonly find: (what: string, fits: (message: Message) => boolean, from?: number) => Promise<Message>
  close(): void
}

/** What a block of lines says (WHATWG HTML §9.2.6); a comment says nothing. */
const messageOf = (block: string): Message | undefined => {
  const field = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
  const [event, data] = [field('event'), field('data')]
  if (event === undefined || data === undefined) return undefined
  return { event, id: field('id'), data: JSON.parse(data), at: performance.now() }
}

/** Opens a stream once, and keeps every message with its id. The body of a refusal is in no message. */
export const openStream = async (
  url: string,
  token: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawStream> => {
  const stop = new AbortController()
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}`, ...headers }, signal: stop.signal })
  const messages: Message[] = []
  let ended = false
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder()
    let text = ''
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      messages.push(...blocks.flatMap((block) => messageOf(block) ?? []))
    }
  }
  void read()
    .catch(() => undefined)
    .finally(() => {
      ended = true
    })
  return {
    status: response.status,
    messages,
    ended: () => ended,
    find: async (what, fits, from = 0) =>
      await eventually(() => messages.slice(from).find(fits), { what, timeoutMs: 10_000 }),
    close: () => {
      stop.abort()
    },
  }
}
