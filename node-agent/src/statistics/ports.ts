import { PortId, type PortSample } from '@quantumnet/api'
import { keys } from '../external-ids.ts'

/** An interface with what Open vSwitch has counted of it (`Interface.statistics`, refreshed every 5 s). */
export interface CountedInterface {
  readonly external_ids: ReadonlyMap<string, string>
  readonly statistics: ReadonlyMap<string, number>
}

type Counters = PortSample['sent']

/** A device that cannot count something leaves it out. */
const countersOf = (statistics: ReadonlyMap<string, number>, side: 'rx' | 'tx'): Counters => {
  const read = (name: string): number => statistics.get(`${side}_${name}`) ?? 0
  return { bytes: read('bytes'), packets: read('packets'), drops: read('dropped'), errors: read('errors') }
}

/** What went through the ports that these interfaces are, from the VM's side: what the switch receives (rx) the VM has sent. */
export const portSamples = (interfaces: readonly CountedInterface[]): readonly PortSample[] =>
  interfaces.flatMap(({ external_ids: ids, statistics }) => {
    const port = PortId.safeParse(ids.get(keys.logicalPort)).data
    if (port === undefined || ids.has(keys.edge)) return []
    return [{ port, received: countersOf(statistics, 'tx'), sent: countersOf(statistics, 'rx') }]
  })

/** Samples by port, as they were told last. */
export type Told = ReadonlyMap<PortId, string>

/** Those samples that differ from what was told, and what is told with them. */
export const changedSamples = (
  samples: readonly PortSample[],
  told: Told,
): { readonly changed: readonly PortSample[]; readonly told: Told } => {
  const texts = new Map(samples.map((sample) => [sample.port, JSON.stringify(sample)]))
  return { changed: samples.filter(({ port }) => texts.get(port) !== told.get(port)), told: texts }
}
