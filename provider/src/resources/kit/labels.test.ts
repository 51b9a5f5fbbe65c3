import { describe, expect, it } from '@jest/globals'
import { UNKNOWN } from '../../framework/index.ts'
import { allLabels, ownLabels } from './labels.ts'

const DEFAULTS = { env: 'prod', team: 'core' }

describe('labels', () => {
  it('are the defaults, and before them its own', () => {
    expect(allLabels({ env: 'test', tier: 'web' }, DEFAULTS)).toEqual({ env: 'test', team: 'core', tier: 'web' })
  })

  it('are not known as long as one of its own is not', () => {
    expect(allLabels(UNKNOWN, DEFAULTS)).toBe(UNKNOWN)
    expect(allLabels({ tier: UNKNOWN }, DEFAULTS)).toBe(UNKNOWN)
  })

  it.each<[string, Record<string, string>, Record<string, string> | null, Record<string, string>]>([
    ['what no default accounts for', { env: 'prod', team: 'core', tier: 'web' }, {}, { tier: 'web' }],
    ['what says otherwise than the default', { env: 'test', team: 'core' }, {}, { env: 'test' }],
    ['what was its own before, though it says the same', { env: 'prod' }, { env: 'prod' }, { env: 'prod' }],
    ['nothing after an import of defaults', { env: 'prod', team: 'core' }, null, {}],
  ])('are its own: %s', (_what, all, before, expected) => {
    expect(ownLabels(all, DEFAULTS, before)).toEqual(expected)
  })
})
