import { describe, expect, it } from '@jest/globals'
import { rowId } from './identity.ts'
import { byDependency, keyText, type Key } from './key.ts'

const deployment = '0b6c1f5e-8d0e-4b53-9a53-3f6f6a1c2d01'
const id = '01990000-0000-7000-8000-000000000001'

describe('row identity', () => {
  it('is the same for the same part of the same root', () => {
    expect(rowId(deployment, { kind: 'network', id })).toBe('aaa67241-32dc-5a35-80ef-ff6a8baf9435')
  })

  it('differs by deployment, kind, id and part', () => {
    const other = '0b6c1f5e-8d0e-4b53-9a53-3f6f6a1c2d02'
    const ids = [
      rowId(deployment, { kind: 'network', id }),
      rowId(other, { kind: 'network', id }),
      rowId(deployment, { kind: 'subnet', id }),
      rowId(deployment, { kind: 'subnet', id: other }),
      rowId(deployment, { kind: 'subnet', id }, 'dhcp4'),
      rowId(deployment, { kind: 'subnet', id }, 'edge'),
    ]
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('keys', () => {
  it('are sorted so that what others refer to comes first', () => {
    const keys: Key[] = [
      { kind: 'port', id },
      { kind: 'subnet', id },
      { kind: 'platform', id },
      { kind: 'network', id },
      { kind: 'security_group', id },
      { kind: 'project', id },
    ]
    expect(keys.toSorted(byDependency).map((key) => keyText(key).split(':')[0])).toEqual([
      'platform',
      'project',
      'security_group',
      'network',
      'subnet',
      'port',
    ])
  })
})
