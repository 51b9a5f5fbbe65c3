import { describe, expect, it } from '@jest/globals'
import { checkBinding } from './rules.ts'

describe('a role binding', () => {
  it('is for tokens of a project: those of the platform have a role of their own', () => {
    checkBinding({ id: 't', project_id: 'p' })
    expect(() => {
      checkBinding({ id: 't', project_id: null })
    }).toThrow('/token: is a token of the platform')
  })
})
