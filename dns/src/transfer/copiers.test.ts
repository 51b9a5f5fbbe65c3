import { describe, expect, it } from '@jest/globals'
import { Copiers } from './copiers.ts'

const ZONE = 'demo.internal'

/** An address that has copied the zone, and what it is told. `fetches`: which serial it takes on a NOTIFY; undefined: none. */
const scene = (answers: ('taken' | 'refused' | undefined)[], fetches: () => number | undefined) => {
  const told: string[] = []
  const served = new Map([[ZONE, 1]])
  const copiers: Copiers = new Copiers({
    port: 5399,
    serialOf: (zone) => served.get(zone),
    client: {
      notify: async (zone, { address, port }) => {
        told.push(`${zone} ${address}:${String(port)}`)
        const answer = answers.length > 1 ? answers.shift() : answers[0]
        const serial = answer === 'taken' ? fetches() : undefined
        if (serial !== undefined)
          setImmediate(() => {
            copiers.fetched(zone, address, serial)
          })
        return await Promise.resolve(answer)
      },
    },
  })
  copiers.fetched(ZONE, '192.0.2.11', 1)
  return { copiers, served, told }
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
}

describe('who has copied a zone', () => {
  it('is told of its change, once', async () => {
    const { copiers, served, told } = scene(['taken'], () => served.get(ZONE))
    copiers.changed(ZONE)
    await settled()
    expect(told).toEqual([])
    served.set(ZONE, 2)
    copiers.changed(ZONE)
    copiers.changed(ZONE)
    await settled()
    expect(told).toEqual(['demo.internal 192.0.2.11:5399'])
  })

  it('is told again when what it fetched is not the newest, and not before it has fetched', async () => {
    const serials = [2, 3]
    const { copiers, served, told } = scene(['taken'], () => {
      served.set(ZONE, 3)
      return serials.shift()
    })
    served.set(ZONE, 2)
    copiers.changed(ZONE)
    await settled()
    expect(told).toHaveLength(2)
  })

  it('is told again when it does not hear, and forgotten when it never does', async () => {
    const { copiers, served, told } = scene([undefined], () => undefined)
    served.set(ZONE, 2)
    copiers.changed(ZONE)
    await settled()
    expect(told).toHaveLength(6)
    served.set(ZONE, 3)
    copiers.changed(ZONE)
    await settled()
    expect(told).toHaveLength(6)
  })

  it('is forgotten when it says that it has no such zone', async () => {
    const { copiers, served, told } = scene(['refused'], () => undefined)
    served.set(ZONE, 2)
    copiers.changed(ZONE)
    await settled()
    served.set(ZONE, 3)
    copiers.changed(ZONE)
    await settled()
    expect(told).toHaveLength(1)
  })
})
