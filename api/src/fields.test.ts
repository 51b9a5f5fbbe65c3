import { describe, expect, it } from '@jest/globals'
import type * as z from 'zod'
import { AddressRange, Ipv4Cidr, Labels, Mac, Name, ProjectId } from './fields.ts'

const complaint = (schema: z.ZodType, value: unknown): string | undefined =>
  schema.safeParse(value).error?.issues[0]?.message

describe('the id of a resource', () => {
  it('is one text however it is written', () => {
    const id = '0198c5a1-0000-7000-8000-00000000abcd'
    expect(ProjectId.parse(id.toUpperCase())).toBe(id)
  })
})

describe('field types', () => {
  it.each<[string, z.ZodType, unknown, RegExp | undefined]>([
    ['block', Ipv4Cidr, '10.0.0.0/24', undefined],
    ['block with host bits', Ipv4Cidr, '10.0.0.1/24', /the block is 10\.0\.0\.0\/24/],
    ['v6 block', Ipv4Cidr, '2001:db8::/64', /must be an IPv4 block/],
    ['range', AddressRange, { start: '10.0.0.5', end: '10.0.0.5' }, undefined],
    ['range backwards', AddressRange, { start: '10.0.0.6', end: '10.0.0.5' }, /must not end before it starts/],
    ['range of two families', AddressRange, { start: '10.0.0.6', end: '2001:db8::1' }, /not in another family/],
    ['multicast MAC', Mac, '01:00:5e:00:00:01', /unicast/],
    ['name', Name, 'web-1.a_b', undefined],
    ['name with a space', Name, 'web 1', /must be 1 to 63/],
    ['label key', Labels, { 'bad key': 'x' }, /Invalid key|label key/],
  ])('%s', (_, schema, value, message) => {
    if (message === undefined) expect(complaint(schema, value)).toBeUndefined()
    else expect(complaint(schema, value)).toMatch(message)
  })

  it('answers MAC addresses in canonical spelling', () => {
    expect(Mac.parse('02-AB-00-11-22-33')).toBe('02:ab:00:11:22:33')
  })
})
