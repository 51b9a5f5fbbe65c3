import { parseUuid, type Uuid } from '@quantumnet/ovsdb-jsonrpc'
import { v5 } from 'uuid'
import { keyText, type Key } from './key.ts'

/**
 * UUID of an OVN row: version 5 (RFC 9562 §5.5) of the deployment and what the row stands for, so that it is known before the row is
 * there, and a repeated insert is refused instead of making a twin (ADR 6).
 */
export const rowId = <N extends string>(deployment: string, key: Key, part?: string): Uuid<N> =>
  parseUuid(v5(part === undefined ? keyText(key) : `${keyText(key)}:${part}`, deployment))
