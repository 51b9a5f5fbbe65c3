import { describe, expect, it } from '@jest/globals'
import { untoldTime } from './untold.ts'

const updatedAt = new Date('2026-03-01T09:30:00Z')

describe('time servers that VMs are not told', () => {
  it.each([
    [[], undefined],
    [['10.9.0.1'], undefined],
    [['10.9.0.1', 'fd00::1', 'fd00::2'], 'fd00::1, fd00::2'],
  ])('of %j', (servers, untold) => {
    const messages = untoldTime({ dhcp_ntp_servers: servers, updated_at: updatedAt }).map(
      ({ message }) => message.split(': ')[1],
    )
    expect(messages).toEqual(untold === undefined ? [] : [untold])
  })
})
