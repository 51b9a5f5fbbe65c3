// node attach.ts <interface> <port-id>
// Tells the agent of this hypervisor which port an interface on the integration bridge is.
import { PortId } from '@quantumnet/api'
import { operationsOf, putKeys } from '@quantumnet/ovsdb-jsonrpc'
import { keys } from './external-ids.ts'
import { vswitchSchema } from './gen/vswitch.ts'
import { observeVswitch, openVswitch } from './observe/vswitch.ts'

const USAGE = 'usage: attach <interface> <port-id>   (QUANTUMNET_OVSDB says where Open vSwitch is)'
const { mutate } = operationsOf(vswitchSchema)

/** Writes `qn-port` on the interface; the agent binds it. @throws Error when there is no such interface or the id is none */
const attach = async (ovsdb: string, name: string, id: string): Promise<void> => {
  const port = PortId.safeParse(id)
  if (!port.success) throw new Error(`"${id}" is not a port's id; give its UUID`)
  const session = openVswitch(ovsdb, () => undefined)
  try {
    await session.ready()
    const { interfaces, bridge } = observeVswitch(session)
    const found = interfaces.find((candidate) => candidate.name === name)
    if (found === undefined) throw new Error(`there is no interface "${name}" on ${bridge?.name ?? 'br-int'}`)
    await session.transact([
      mutate('Interface', found.uuid, [...putKeys('external_ids', { [keys.attached]: port.data })]),
    ])
  } finally {
    await session.close()
  }
}

const [name, id, ...rest] = process.argv.slice(2)
if (name === undefined || id === undefined || rest.length > 0) {
  process.stderr.write(`${USAGE}\n`)
  process.exitCode = 2
} else {
  await attach(process.env['QUANTUMNET_OVSDB'] ?? 'unix:/run/openvswitch/db.sock', name, id).catch((error: unknown) => {
    process.stderr.write(`attach: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  })
}
