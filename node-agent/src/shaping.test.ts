import { describe, expect, it } from '@jest/globals'
import { parseUuid } from '@quantumnet/ovsdb-jsonrpc'
import type { Shaping } from '@quantumnet/api'
import type { VswitchQos } from './observe/vswitch-state.ts'
import { htbSettings, planShaping } from './shaping.ts'
import { expectedPort, portId, tap } from './testing/fixtures.ts'

const limit: Shaping = { max: 10_000, burst: 2_500, min: null }
const qos = (shaping: Shaping, isOurs = true): VswitchQos => ({
  uuid: parseUuid('00000000-0000-4000-8000-000000000001'),
  queue: parseUuid('00000000-0000-4000-8000-000000000002'),
  isOurs,
  settings: htbSettings(shaping),
})
const ids = { 'iface-id': portId(1) }
const plain = tap('t1', { ids })
const shaped = tap('t1', { ids, qos: qos(limit) })

const planOf = (each: typeof plain, shaping: Shaping | null): ReturnType<typeof planShaping> =>
  planShaping({ interfaces: [each], expected: [expectedPort(1, { shaping })], left: [] })
const kinds = (...given: Parameters<typeof planOf>): string[] => planOf(...given).actions.map(({ kind }) => kind)

describe('shaping what is sent to a VM', () => {
  it('is said in bits and bits per second', () => {
    expect(htbSettings({ max: 10_000, burst: 2_500, min: 1_000 })).toEqual({
      qos: { 'max-rate': '10000000' },
      queue: { 'max-rate': '10000000', 'min-rate': '1000000', burst: '2500000' },
    })
  })

  it('does not take the speed of a tap for a limit', () => {
    expect(htbSettings({ max: null, burst: null, min: 1_000 }).qos).toEqual({ 'max-rate': '32000000000' })
  })

  it('begins, changes and ends with what the port is to have', () => {
    expect(kinds(plain, limit)).toEqual(['shape'])
    expect(kinds(shaped, limit)).toEqual([])
    expect(kinds(shaped, { ...limit, max: 20_000 })).toEqual(['shape'])
    expect(kinds(shaped, null)).toEqual(['unshape'])
    expect(kinds(plain, null)).toEqual([])
  })

  it('leaves alone what nothing is known of, and what another one has shaped', () => {
    expect(planShaping({ interfaces: [shaped], expected: undefined, left: [] }).actions).toEqual([])
    expect(planShaping({ interfaces: [shaped], expected: [], left: [] }).actions).toEqual([])
    const others = tap('t1', { ids, qos: qos(limit, false) })
    expect(planOf(others, null)).toEqual({ actions: [], problems: [] })
    expect(planOf(others, { ...limit, max: 20_000 })).toEqual({
      actions: [],
      problems: [expect.stringContaining('somebody else has put a QoS row on interface t1')],
    })
  })

  it('says so where an interface has no queues', () => {
    const { actions, problems } = planOf(tap('t1', { ids, type: 'dpdkvhostuserclient' }), limit)
    expect(actions).toEqual([])
    expect(problems).toEqual([expect.stringContaining('which has no queues')])
  })

  it('removes what interfaces have left behind', () => {
    const left = [qos(limit)]
    expect(planShaping({ interfaces: [], expected: undefined, left }).actions).toEqual([
      { kind: 'drop-qos', rows: left },
    ])
  })
})
