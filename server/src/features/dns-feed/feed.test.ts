import { describe, expect, it } from '@jest/globals'
import type { LoggedEvent } from '../../events/tail.ts'
import { projectsOf, ToldZones } from './feed.ts'
import type { PublishedZone } from './publish.ts'

const zone = (project: string, name: string, serial: number): PublishedZone => ({
  project,
  zone: { name, serial, records: [] },
})
const said = (told: ToldZones, projects: string[], zones: PublishedZone[]): string[] =>
  told.changes(projects, zones).map((one) => (one.event === 'synced' ? 'synced' : `${one.event} ${one.data.name}`))

describe('what a client of the zone feed is told', () => {
  it('is a zone once for each serial', () => {
    const told = new ToldZones()
    expect(said(told, ['p'], [zone('p', 'a.internal', 5)])).toEqual(['zone a.internal'])
    expect(said(told, ['p'], [zone('p', 'a.internal', 5)])).toEqual([])
    expect(said(told, ['p'], [zone('p', 'a.internal', 6)])).toEqual(['zone a.internal'])
    expect(told.names()).toEqual(['a.internal'])
  })

  it('is the end of a zone whose project is gone, and nothing of one it never heard of', () => {
    const told = new ToldZones()
    told.changes(['p'], [zone('p', 'a.internal', 5)])
    expect(said(told, ['p', 'stranger'], [])).toEqual(['zone_removed a.internal'])
    expect(said(told, ['p'], [])).toEqual([])
    expect(told.names()).toEqual([])
  })

  it('is every zone of a project, each by its own serial', () => {
    const told = new ToldZones()
    expect(said(told, ['p'], [zone('p', 'a.internal', 5), zone('p', '1.view.quantumnet', 7)])).toEqual([
      'zone a.internal',
      'zone 1.view.quantumnet',
    ])
    expect(said(told, ['p'], [zone('p', 'a.internal', 6), zone('p', '1.view.quantumnet', 7)])).toEqual([
      'zone a.internal',
    ])
    expect(said(told, ['p'], [zone('p', 'a.internal', 6)])).toEqual(['zone_removed 1.view.quantumnet'])
  })

  it('is no end of a zone that another project has taken over, whichever is heard first', () => {
    const first = new ToldZones()
    first.changes(['old'], [zone('old', 'a.internal', 5)])
    expect(said(first, ['old', 'new'], [zone('new', 'a.internal', 6)])).toEqual(['zone a.internal'])
    const second = new ToldZones()
    second.changes(['old'], [zone('old', 'a.internal', 5)])
    expect(said(second, ['new'], [zone('new', 'a.internal', 6)])).toEqual(['zone a.internal'])
    expect(said(second, ['old'], [])).toEqual([])
    expect(second.names()).toEqual(['a.internal'])
  })
})

describe('the projects whose names an event may change', () => {
  const event = (kind: LoggedEvent['kind'], action: LoggedEvent['action']): LoggedEvent => ({
    ...{ xid: '1', seq: 1, project: 'p', id: 'x', at: new Date(0) },
    kind,
    action,
  })
  it.each<[boolean, LoggedEvent['kind'], LoggedEvent['action']]>([
    [true, 'port', 'created'],
    [true, 'port', 'updated'],
    [true, 'port', 'deleting'],
    [true, 'project', 'created'],
    [true, 'project', 'deleted'],
    [false, 'port', 'status'],
    [true, 'network', 'created'],
    [true, 'dns_zone', 'deleting'],
    [true, 'dns_record', 'updated'],
    [false, 'dns_record', 'status'],
    [false, 'subnet', 'created'],
    [false, 'security_group', 'updated'],
  ])('%s for a %s that is %s', (concerned, kind, action) => {
    expect(projectsOf([event(kind, action)])).toEqual(concerned ? ['p'] : [])
  })
})
