import type { CreatePort, UpdatePort } from '@quantumnet/api'
import type { Tx } from '../../db/pool.ts'
import { fieldError, type DomainError } from '../../errors.ts'
import { hostRecordsNamed, type HostRecord } from '../dns-records/index.ts'
import type { PortColumns } from './store.ts'

/** A port with the name that it is to have. */
interface NamedPort {
  readonly port: Pick<PortColumns, 'project_id' | 'hostname' | 'wildcard'>
  readonly order: { readonly request: Pick<CreatePort | UpdatePort, 'hostname' | 'vm'> }
}

const namesOf = ({
  port: { project_id: project, hostname, wildcard },
}: NamedPort): Pick<HostRecord, 'project' | 'name'>[] =>
  hostname === null ? [] : [{ project, name: hostname }, ...(wildcard ? [{ project, name: `*.${hostname}` }] : [])]

const refusalOf = ({ order: { request } }: NamedPort, { name, type }: HostRecord): DomainError => {
  const derived = request.hostname == null && request.vm?.name != null
  return fieldError('hostname_taken', {
    pointer: derived ? '/vm/name' : '/hostname',
    message: `a DNS record of the project has the name "${name}" (${type})`,
    value: derived ? request.vm?.name : request.hostname,
    allowed: 'a hostname that no record of type A, AAAA or CNAME has',
  })
}

/**
 * For each port the refusal of its hostname, where a record of its project's own zone has the name. The projects' rows are locked `for key share`
 * before: records in the making are then committed and seen, and others wait until these ports are (see features/dns-records).
 */
export const hostnameRefusals = async (
  tx: Tx,
  ports: readonly NamedPort[],
): Promise<readonly (DomainError | undefined)[]> => {
  const names = ports.flatMap(namesOf)
  const records = names.length === 0 ? [] : await hostRecordsNamed(tx, names)
  return ports.map((port) => {
    const own = namesOf(port)
    const record = records.find(({ project, name }) =>
      own.some((each) => each.project === project && each.name === name),
    )
    return record && refusalOf(port, record)
  })
}
