import { describe, expect, it } from '@jest/globals'
import { UNKNOWN } from '../../framework/index.ts'
import { validate } from './validate.ts'

const nothing = { type: null, physical_network: null, segment_id: null }

describe('a network is refused', () => {
  it.each<[string, Partial<Parameters<typeof validate>[0]>, string[]]>([
    ['not as it is', {}, []],
    ['as an overlay on a wire', { physical_network: 'ext', segment_id: 5 }, ['physical_network', 'segment_id']],
    ['not as an overlay with a VNI of its own', { segment_id: 70_000 }, []],
    ['as an overlay with a VNI that OVN gives away', { segment_id: 65_535 }, ['segment_id']],
    ['as an overlay with a VNI of interconnection', { segment_id: 16_711_681 }, ['segment_id']],
    ['as a vlan with a VNI', { type: 'vlan', physical_network: 'ext', segment_id: 70_000 }, ['segment_id']],
    ['not where its type is not known', { type: UNKNOWN, physical_network: 'ext' }, []],
    ['as a vlan without wire and tag', { type: 'vlan' }, ['type', 'type']],
    [
      'not as a vlan whose wire and tag are not known',
      { type: 'vlan', physical_network: UNKNOWN, segment_id: UNKNOWN },
      [],
    ],
    ['not as a vlan with both', { type: 'vlan', physical_network: 'ext', segment_id: 5 }, []],
    ['as a flat one with a tag', { type: 'flat', physical_network: 'ext', segment_id: 5 }, ['segment_id']],
    ['not as an external one with a tag, or without', { type: 'external', physical_network: 'ext' }, []],
    ['not for a type that does not exist', { type: 'vxlan' }, []],
    ['as an external one without a wire', { type: 'external' }, ['type']],
  ])('%s', (_why, change, expected) => {
    expect(validate({ ...nothing, ...change }).map(({ path }) => path.join('.'))).toEqual(expected)
  })
})
