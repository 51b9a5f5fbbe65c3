import { describe, expect, it } from '@jest/globals'
import { CreateAddressGroup } from './address-groups.ts'
import { CreatePolicy } from './policies.ts'

const project = '01957b2c-8a10-7c3e-9d21-3f5a6b7c8d9e'
const create = (cidrs: readonly string[]): ReturnType<typeof CreateAddressGroup.safeParse> =>
  CreateAddressGroup.safeParse({ project, name: 'offices', cidrs })

describe('the blocks of an address group', () => {
  it('are of both families, in canonical spelling, as they were listed', () => {
    const listed = ['198.51.100.0/24', '2001:DB8:0:0::/64', '10.0.0.1/32']
    expect(create(listed).data?.cidrs).toEqual(['198.51.100.0/24', '2001:db8::/64', '10.0.0.1/32'])
    expect(create([]).data?.cidrs).toEqual([])
  })

  it.each<[readonly string[], number, string]>([
    [['10.0.0.1/8'], 0, 'has host bits set; the block is 10.0.0.0/8'],
    [['10.0.0.0'], 0, 'must be a block such as 10.0.0.0/24 or 2001:db8::/64'],
    [['10.0.0.0/8', '0.0.0.0/0'], 1, 'must be less than all addresses: a rule without a remote means all'],
    [['::/0'], 0, 'must be less than all addresses: a rule without a remote means all'],
    [['10.0.0.0/8', '10.0.0.0/8'], 1, 'must be outside of 10.0.0.0/8 (item 0): each address once'],
    [['10.1.0.0/16', '10.0.0.0/8'], 0, 'must be outside of 10.0.0.0/8 (item 1): each address once'],
    [['2001:db8::/32', '2001:DB8:1::/48'], 1, 'must be outside of 2001:db8::/32 (item 0): each address once'],
  ])('%j: item %d %s', (cidrs, index, message) => {
    expect(create(cidrs).error?.issues).toContainEqual(expect.objectContaining({ path: ['cidrs', index], message }))
  })

  it('are a thousand at most', () => {
    const many = (length: number): string[] =>
      Array.from({ length }, (_, index) => `10.${String(index >> 8)}.${String(index & 255)}.0/24`)
    expect(create(many(1000)).success).toBe(true)
    expect(create(many(1001)).error?.issues).toMatchObject([{ path: ['cidrs'], code: 'too_big' }])
  })
})

describe('the scope of a policy', () => {
  it.each<[object, string | undefined]>([
    [{ scope: 'all' }, undefined],
    [{ scope: 'projects', projects: [project] }, undefined],
    [{ scope: 'all', projects: [project] }, 'must be left out with scope "all"'],
    [{ scope: 'projects' }, 'must have at least one project with scope "projects"'],
    [{ scope: 'projects', projects: [project, project.toUpperCase()] }, 'must have each project once'],
  ])('%j: %s', (policy, message) => {
    expect(CreatePolicy.safeParse({ name: 'p', ...policy }).error?.issues[0]?.message).toBe(message)
  })
})
