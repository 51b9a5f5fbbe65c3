import { describe, expect, it } from '@jest/globals'
import type { News } from './news.ts'
import { ToldZones } from './told.ts'

const changed = (project: string, zone: string, version: number): News => ({
  ...{ kind: 'changed', from: 0, names: [] },
  zone: { zone, project, domain: null, version },
})
const ended = (zone: string): News => ({ kind: 'ended', zone })

describe('what a client of the zone feed is told', () => {
  it('is a version of a zone once, and never an older one', () => {
    const told = new ToldZones()
    const versions = [5, 5, 6, 4].map((version) => told.takes(changed('p', 'a.internal', version)))
    expect(versions).toEqual([true, false, true, false])
    expect(told.versions()).toEqual([['a.internal', 6]])
  })

  it('is the end of a zone once, and nothing of one that it never heard of', () => {
    const told = new ToldZones()
    told.takes(changed('p', 'a.internal', 5))
    expect(['a.internal', 'a.internal', 'other.internal'].map((zone) => told.takes(ended(zone)))).toEqual([
      true,
      false,
      false,
    ])
    expect(told.versions()).toEqual([])
    expect(told.takes(changed('p', 'a.internal', 5))).toBe(true)
  })

  it('belongs to a project, until another one takes the zone over', () => {
    const told = new ToldZones()
    told.note({ zone: 'a.internal', project: 'old', version: 5 })
    told.note({ zone: '1.view.quantumnet', project: 'old', version: 7 })
    expect(told.of('old')).toEqual(['a.internal', '1.view.quantumnet'])
    told.note({ zone: 'a.internal', project: 'new', version: 6 })
    expect([told.of('old'), told.of('new')]).toEqual([['1.view.quantumnet'], ['a.internal']])
    told.forget('a.internal')
    expect(told.of('new')).toEqual([])
  })
})
