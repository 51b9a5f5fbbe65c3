import { describe, expect, it } from '@jest/globals'
import type { DatabaseRow } from './gen/server.ts'
import { ServerChecks } from './server-checks.ts'
import { parseUuid } from './values.ts'

const cid = parseUuid('11111111-1111-4111-8111-111111111111')
const good: DatabaseRow = {
  _uuid: parseUuid('33333333-3333-4333-8333-333333333333'),
  name: 'Kinds',
  model: 'clustered',
  connected: true,
  leader: true,
  schema: '{}',
  cid,
  sid: null,
  index: 10,
}
const other: DatabaseRow = { ...good, name: '_Server', model: 'standalone' }

let clock = 0
const checksOf = (leaderOnly = true): ServerChecks =>
  new ServerChecks({ database: 'Kinds', leaderOnly, staleMs: 1000, now: () => clock })

const problem = (row: Partial<DatabaseRow>, leaderOnly = true): string | null =>
  checksOf(leaderOnly).problem([other, { ...good, ...row }])

describe('a server', () => {
  it.each<[Partial<DatabaseRow>, string | null]>([
    [{}, null],
    [{ leader: false }, 'the server is not the leader of Kinds'],
    [{ connected: false }, 'the server has no contact with the cluster of Kinds'],
    [{ schema: null }, 'the server has no content for Kinds yet'],
    [{ name: 'Else' }, 'the server has no database Kinds'],
    [{ model: 'standalone', leader: false, connected: false, cid: null, index: null }, null],
  ])('%j: %s', (row, expected) => {
    expect(problem(row)).toBe(expected)
  })

  it('that follows is good where any server does', () => {
    expect(problem({ leader: false }, false)).toBeNull()
  })

  it('that is behind what was seen of its cluster is stale', () => {
    const checks = checksOf()
    expect(checks.problem([good])).toBeNull()
    expect(checks.problem([{ ...good, index: 12 }])).toBeNull()
    expect(checks.problem([{ ...good, index: 11 }])).toBe('the server is behind: log index 11, seen 12')
    // A cluster made anew, from a backup for instance, has a new id and counts from the beginning.
    const renewed = { ...good, cid: parseUuid('22222222-2222-4222-8222-222222222222'), index: 3 }
    expect(checks.problem([renewed])).toBeNull()
  })

  it('that was set back is good again when no better one came up for long', () => {
    const checks = checksOf()
    const behind = { ...good, index: 3 }
    expect(checks.problem([good])).toBeNull()
    clock = 5000
    expect(checks.problem([behind])).toContain('behind')
    clock = 5900
    expect(checks.problem([good])).toBeNull()
    clock = 6100
    expect(checks.problem([behind])).toContain('behind')
    clock = 7100
    expect(checks.problem([behind])).toBeNull()
    expect(checks.problem([{ ...good, index: 4 }])).toBeNull()
    expect(checks.problem([behind])).toContain('behind')
  })
})
