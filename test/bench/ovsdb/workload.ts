import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parseSchema, parseUuid } from '@quantumnet/ovsdb-jsonrpc'
import type { DatabaseSchema, Operation, Uuid } from '@quantumnet/ovsdb-jsonrpc'

export const schemaFile = '/usr/share/ovn/ovn-nb.ovsschema'
export const portsPerSwitch = 100

/** What every client of the comparison keeps a replica of. */
export const monitored = {
  Logical_Switch: ['name', 'ports'],
  Logical_Switch_Port: ['name', 'addresses', 'port_security', 'options', 'external_ids'],
} as const

export const readSchema = async (): Promise<DatabaseSchema> =>
  parseSchema(JSON.parse(await readFile(schemaFile, 'utf8')))

export const derivedUuid = (name: string): Uuid => {
  const hex = createHash('sha1').update(name).digest('hex')
  return parseUuid(hex.slice(0, 32).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-5$3-8$4-$5'))
}

export const addSwitch = (name: string): Operation => ({
  op: 'insert',
  table: 'Logical_Switch',
  uuid: derivedUuid(name),
  row: { name },
})

/** One port on a switch: the transaction that a control plane commits most often. */
export const addPort = (number: number, parent: string, run: string): Operation[] => {
  const uuid = derivedUuid(`${run} port ${String(number)}`)
  const byte = (shift: number): string => ((number >> shift) & 255).toString(16).padStart(2, '0')
  const mac = `0a:00:${byte(24)}:${byte(16)}:${byte(8)}:${byte(0)}`
  const address = `${mac} 10.${String((number >> 16) & 255)}.${String((number >> 8) & 255)}.${String(number & 255)}`
  return [
    {
      op: 'insert',
      table: 'Logical_Switch_Port',
      uuid,
      row: {
        name: uuid,
        addresses: [address],
        port_security: [address],
        options: { 'requested-chassis': `hv${String(number % 100)}`, mcast_flood: 'false' },
        external_ids: {
          'qn-owner': derivedUuid('owner'),
          'qn-kind': 'port',
          'qn-id': uuid,
          'qn-project': derivedUuid(parent),
        },
      },
    },
    { op: 'mutate', table: 'Logical_Switch', where: derivedUuid(parent), mutations: [['ports', 'insert', [uuid]]] },
  ]
}
