import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encode, type RecordType } from 'dns-packet'
import type { Zone } from '@quantumnet/api'

/** What is asked, and of what: projects with VMs each, as one zone per project (ours) and as one zone for all (the others). */

export const addressOf = (project: number, vm: number): string =>
  `10.${String(project >> 8)}.${String(project & 255)}.${String(vm + 1)}`
const project = (index: number): string => `proj-${String(index).padStart(4, '0')}`
const vm = (index: number): string => `vm-${String(index).padStart(3, '0')}`

export const feedZones = (projects: number, vms: number): Zone[] =>
  Array.from({ length: projects }, (_, p) => ({
    name: `${project(p)}.internal`,
    serial: 1,
    records: Array.from({ length: vms }, (__, v) => ({
      ...{ name: vm(v), type: 'A' as const, ttl: 5 },
      data: addressOf(p, v),
    })),
  }))

/** A zone file (RFC 1035 §5) of the same names; gives its path. */
export const writeZoneFile = (folder: string, projects: number, vms: number): string => {
  const lines = ['$ORIGIN internal.', '@ 1 SOA ns hostmaster 1 30 5 2419200 1', '@ 3600 NS ns', 'ns 3600 A 127.0.0.1']
  for (let p = 0; p < projects; p++)
    for (let v = 0; v < vms; v++) lines.push(`${vm(v)}.${project(p)} 5 A ${addressOf(p, v)}`)
  const file = join(folder, 'internal.zone')
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

/** Cheap, and the same in every run. */
const sequence = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** 60 % addresses that are there, 25 % types that are not, 15 % names that are not; with EDNS. Each packet after its length; as text in `names`. */
export const writeQueries = (folder: string, projects: number, vms: number): string => {
  const random = sequence(7)
  const names: string[] = []
  const packets = Array.from({ length: 50_000 }, (_, id) => {
    const kind = random()
    const name = `${vm(Math.floor(random() * vms) + (kind >= 0.85 ? 500 : 0))}.${project(Math.floor(random() * projects))}.internal`
    const type: RecordType = kind < 0.6 ? 'A' : kind < 0.85 ? 'AAAA' : 'A'
    names.push(`${name} ${type}`)
    const packet = encode({
      ...{ type: 'query', id, flags: 0 },
      questions: [{ name, type, class: 'IN' }],
      additionals: [
        {
          type: 'OPT',
          name: '.',
          udpPayloadSize: 1232,
          flags: 0,
          options: [],
          extendedRcode: 0,
          ednsVersion: 0,
          flag_do: false,
        },
      ],
    })
    return Buffer.concat([Buffer.of(packet.length >> 8, packet.length & 255), packet])
  })
  const file = join(folder, 'queries')
  writeFileSync(file, Buffer.concat(packets))
  writeFileSync(join(folder, 'names'), names.join('\n'))
  return file
}
