// The least that any client on this runtime must do: find the end of the message, and JSON.parse it.
import { createConnection } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { memory } from './memory.ts'
import { say } from './report.ts'
import { monitored } from './workload.ts'

const [path = ''] = process.argv.slice(2)
const tables = Object.fromEntries(Object.entries(monitored).map(([table, columns]) => [table, [{ columns }]]))
const before = memory()
const blocks = monitorEventLoopDelay({ resolution: 1 })
blocks.enable()
const socket = createConnection(path)
const chunks: Buffer[] = []
let depth = 0
let inString = false
let escaping = false

/** The place after the string's end, or the chunk's: from quote to quote, since most of it is neither that nor a backslash. */
const skipString = (chunk: Buffer, from: number): number => {
  const found = chunk.indexOf(0x22, from)
  const end = found === -1 ? chunk.length : found
  let backslashes = 0
  while (end - backslashes > from && chunk[end - backslashes - 1] === 0x5c) backslashes += 1
  if (backslashes === end - from && escaping) backslashes += 1
  escaping = found === -1 && backslashes % 2 === 1
  inString = found === -1 || backslashes % 2 === 1
  return found === -1 ? end : end + 1
}

const scan = (chunk: Buffer): boolean => {
  for (let at = 0; at < chunk.length;) {
    if (inString) {
      at = skipString(chunk, at)
      continue
    }
    const byte = chunk[at]
    at += 1
    if (byte === 0x22) inString = true
    else if (byte === 0x7b || byte === 0x5b) depth += 1
    else if (byte === 0x7d || byte === 0x5d) depth -= 1
  }
  return depth === 0
}

socket.write(
  JSON.stringify({
    method: 'monitor_cond_since',
    params: ['OVN_Northbound', 'floor', tables, '00000000-0000-0000-0000-000000000000'],
    id: 1,
  }),
)
const parsed = await new Promise<{ result: [boolean, string, Record<string, object>] }>((resolve) => {
  socket.on('data', (chunk) => {
    chunks.push(chunk)
    if (scan(chunk))
      resolve(
        JSON.parse(Buffer.concat(chunks).toString('utf8')) as { result: [boolean, string, Record<string, object>] },
      )
  })
})
const readyAt = performance.timeOrigin + performance.now()
await new Promise((resolve) => setTimeout(resolve, 20))
blocks.disable()
chunks.length = 0
const after = memory()
const rows = Object.keys(parsed.result[2]['Logical_Switch_Port'] ?? {}).length
say({
  readyAt,
  rows,
  longestBlockMs: blocks.max / 1e6,
  heapBytes: after.heap - before.heap,
  rssBytes: after.rss - before.rss,
})
socket.destroy()
