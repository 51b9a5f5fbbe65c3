import { describe, expect, it } from '@jest/globals'
import type { ProjectId, UpdatePolicy } from '@quantumnet/api'
import { patchedPolicy } from './rules.ts'

const [one, two] = ['01957b2c-8a10-7c3e-9d21-3f5a6b7c8d9e', '01957b2c-8a10-7c3e-9d21-3f5a6b7c8d9f'] as [
  ProjectId,
  ProjectId,
]
const all = { scope: 'all', projects: [] } as const
const some = { scope: 'projects', projects: [one] } as const

describe('the scope of a changed policy', () => {
  it.each<[typeof all | typeof some, UpdatePolicy, object]>([
    [some, {}, some],
    [some, { projects: [two] }, { scope: 'projects', projects: [two] }],
    [some, { scope: 'all' }, all],
    [some, { scope: 'all', projects: [] }, all],
    [all, { scope: 'projects', projects: [one] }, some],
    [all, { name: 'other' }, { ...all, name: 'other' }],
  ])('%j by %j', (policy, patch, wanted) => {
    expect(patchedPolicy(policy, patch)).toEqual(wanted)
  })

  it.each<[typeof all | typeof some, UpdatePolicy, string]>([
    [all, { scope: 'projects' }, '/projects: must have at least one project with scope "projects"'],
    [some, { projects: [] }, '/projects: must have at least one project with scope "projects"'],
    [all, { projects: [one] }, '/projects: must be left out with scope "all"'],
    [some, { scope: 'all', projects: [one] }, '/projects: must be left out with scope "all"'],
  ])('%j by %j is refused', (policy, patch, message) => {
    expect(() => patchedPolicy(policy, patch)).toThrow(message)
  })
})
