import { describe, expect, it } from '@jest/globals'
import { Reached } from './reached.ts'

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate)
}

describe('what the server is told', () => {
  const scene = (edges: number, fails = 0) => {
    const served = new Map([['demo.internal', 5]])
    const told: string[] = []
    const problems: unknown[] = []
    let left = fails
    const reached = new Reached({
      serialOf: (zone) => served.get(zone),
      edgesOf: () => edges,
      tell: async ({ zones, stuck }) => {
        if (left-- > 0) throw new Error('away')
        told.push(...zones.map(({ name, serial }) => `${name} ${String(serial)}`))
        told.push(...stuck.map(({ name, serial }) => `${name} past ${String(serial)}`))
        await Promise.resolve()
      },
      onProblem: (problem) => problems.push(problem),
    })
    return { reached, served, told, problems }
  }

  it('is a zone that no edge follows, as soon as it is served', async () => {
    const { reached, told } = scene(0)
    reached.served('demo.internal')
    await settled()
    expect(told).toEqual(['demo.internal 5'])
  })

  it('is a zone that every edge has, and not one that some have', async () => {
    const { reached, told } = scene(2)
    reached.served('demo.internal')
    reached.settled('demo.internal', 'a', 5)
    await settled()
    expect(told).toEqual([])
    reached.settled('demo.internal', 'b', 4)
    await settled()
    expect(told).toEqual([])
    reached.settled('demo.internal', 'b', 6)
    await settled()
    expect(told).toEqual(['demo.internal 5'])
  })

  it('is nothing of a zone that is not served any more', async () => {
    const { reached, served, told } = scene(1)
    served.clear()
    reached.settled('demo.internal', 'a', 5)
    await settled()
    expect(told).toEqual([])
  })

  it('is a zone that an edge does not take', async () => {
    const { reached, told } = scene(1)
    reached.stuck('demo.internal', 5)
    await settled()
    expect(told).toEqual(['demo.internal past 5'])
  })

  it('is told again when the server did not hear it', async () => {
    const { reached, told, problems } = scene(0, 1)
    reached.served('demo.internal')
    while (told.length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    expect([told, problems.length]).toEqual([['demo.internal 5'], 1])
    reached.close()
  })
})
