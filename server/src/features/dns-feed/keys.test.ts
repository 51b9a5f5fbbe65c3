import { describe, expect, it } from '@jest/globals'
import type { LoggedEvent } from '../../events/tail.ts'
import { StaleNames, type Keys } from './keys.ts'

type Key = Pick<LoggedEvent, 'kind' | 'action' | 'project' | 'id'>
const event = (kind: Key['kind'], action: Key['action'], id = 'x', project = 'p'): Key => ({
  kind,
  action,
  id,
  project,
})
const staleAfter = (...events: readonly Key[]): Keys => {
  const stale = new StaleNames()
  stale.addEvents(events)
  return stale.take()
}

describe('what an event makes us look at', () => {
  it.each<[Key['kind'], Key['action']]>([
    ['project', 'created'],
    ['project', 'deleted'],
    ['network', 'created'],
    ['dns_zone', 'deleting'],
    ['dns_record', 'updated'],
  ])('are all zones of its project, for a %s that is %s', (kind, action) => {
    expect(staleAfter(event(kind, action))).toEqual({ projects: ['p'], ports: [] })
  })

  it.each<Key['action']>(['created', 'updated', 'deleting', 'deleted'])('is a port that is %s', (action) => {
    expect(staleAfter(event('port', action))).toEqual({ projects: [], ports: [['x', 'p']] })
  })

  it.each<[Key['kind'], Key['action']]>([
    ['port', 'status'],
    ['dns_record', 'status'],
    ['subnet', 'created'],
    ['security_group', 'updated'],
  ])('is nothing for a %s that is %s', (kind, action) => {
    expect(staleAfter(event(kind, action))).toEqual({ projects: [], ports: [] })
  })

  it('is no port whose project is looked at anyway, and each thing once', () => {
    const events = [
      ...[event('port', 'created', 'a'), event('port', 'updated', 'a'), event('port', 'created', 'b', 'q')],
      event('network', 'created', 'n'),
    ]
    expect(staleAfter(...events)).toEqual({ projects: ['p'], ports: [['b', 'q']] })
  })

  it('are never more ports than it can be asked for at once: their projects instead', () => {
    const events = Array.from({ length: 10_001 }, (_, index) => event('port', 'created', String(index)))
    expect(staleAfter(...events)).toEqual({ projects: ['p'], ports: [] })
  })

  it('is handed over once', () => {
    const stale = new StaleNames()
    stale.addEvents([event('port', 'created')])
    expect(stale.isEmpty).toBe(false)
    expect(stale.take()).toEqual({ projects: [], ports: [['x', 'p']] })
    expect(stale.isEmpty).toBe(true)
  })
})
