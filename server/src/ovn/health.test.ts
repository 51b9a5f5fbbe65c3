import { describe, expect, it } from '@jest/globals'
import { changeOf, healthOf, probedText } from './health.ts'

const row = { logical_port: 'p1', ip: '10.0.0.5', port: 80, protocol: 'tcp', status: null } as const
const probed = { logicalPort: 'p1', ip: '10.0.0.5', port: 80, protocol: 'tcp' } as const

describe('the health of what OVN probes', () => {
  it('is unknown before the first answer, and TCP is meant where nothing is said', () => {
    expect(healthOf({ ...row, protocol: null })).toEqual({ probed, health: 'unknown' })
    expect(healthOf({ ...row, status: 'offline' }).health).toBe('offline')
  })

  it.each([
    ['a row that came', null, row, [{ probed, health: 'unknown' }]],
    ['another status', row, { ...row, status: 'online' as const }, [{ probed, health: 'online' }]],
    ['the same status', row, { ...row }, []],
    ['a row that went', row, null, [{ probed, health: null }]],
  ])('changes with %s', (_, before, after, changes) => {
    expect(changeOf({ before, after })).toEqual(changes)
  })

  it('tells protocols, ports and addresses apart', () => {
    const all = [probed, { ...probed, protocol: 'udp' as const }, { ...probed, port: 81 }, { ...probed, ip: 'fd00::5' }]
    expect(new Set(all.map(probedText)).size).toBe(4)
  })
})
