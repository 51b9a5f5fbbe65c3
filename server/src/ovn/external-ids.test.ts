import { describe, expect, it } from '@jest/globals'
import { parseOwner, tag } from './external-ids.ts'

const deployment = '0b6c1f5e-8d0e-4b53-9a53-3f6f6a1c2d01'
const key = { kind: 'port', id: '01990000-0000-7000-8000-000000000001' } as const

describe('the ownership tag', () => {
  it('names deployment, kind and id, and what people look for', () => {
    expect(tag({ deployment, key }, { name: 'web', project: 'p1', vm: undefined })).toEqual({
      'qn-owner': deployment,
      'qn-kind': 'port',
      'qn-id': key.id,
      'qn-name': 'web',
      'qn-project': 'p1',
    })
  })

  it('is read back', () => {
    expect(parseOwner(new Map(Object.entries(tag({ deployment, key }))))).toEqual({ deployment, key })
  })

  it('keeps what a user wrote short and printable', () => {
    expect(tag({ deployment, key }, { vm: `a\n\u001b[2Jé${'x'.repeat(100)}` })['qn-vm']).toBe(
      `a??[2J?${'x'.repeat(56)}`,
    )
  })

  it.each([
    ['no tag', {}],
    ['only an owner', { 'qn-owner': deployment }],
    ['a kind that we do not write', { 'qn-owner': deployment, 'qn-kind': 'castle', 'qn-id': key.id }],
    ['an id that is none', { 'qn-owner': deployment, 'qn-kind': 'port', 'qn-id': 'web' }],
    ['the tag of another system', { 'neutron:revision_number': '1' }],
  ])('is not found in a row with %s', (_, externalIds) => {
    expect(parseOwner(new Map(Object.entries(externalIds)))).toBeUndefined()
  })
})
