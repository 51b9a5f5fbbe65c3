import { expect, it } from '@jest/globals'
import { memberHealth } from './member-health.ts'

it.each([
  ['nothing probes it', [], 'unknown'],
  ['no probe has ended', ['unknown'], 'unknown'],
  ['it is not probed yet', [undefined], 'unknown'],
  ['it answers', ['online'], 'healthy'],
  ['it does not', ['offline'], 'unhealthy'],
  ['it cannot be probed', ['error'], 'unhealthy'],
  ['one of two answers', ['online', 'offline'], 'unhealthy'],
  ['one of two has not ended', ['online', 'unknown'], 'unknown'],
] as const)('a member is, when %s: %j → %s', (_, said, health) => {
  expect(memberHealth(said)).toBe(health)
})
