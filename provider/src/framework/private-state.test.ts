import { describe, expect, it } from '@jest/globals'
import { PrivateState } from './private-state.ts'

describe('private state', () => {
  it('comes back as it was stored', () => {
    const state = PrivateState.from(new Uint8Array())
    state.set('key', 'value')
    state.set('gone', 'x')
    state.set('gone', undefined)
    const again = PrivateState.from(state.toBytes())
    expect(again.get('key')).toBe('value')
    expect(again.get('gone')).toBeUndefined()
  })

  it('without notes is no bytes', () => {
    expect(PrivateState.from(new Uint8Array()).toBytes().length).toBe(0)
    expect(PrivateState.from(Buffer.from('{}')).toBytes().length).toBe(0)
  })
})
