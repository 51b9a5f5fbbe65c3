import { describe, expect, it } from '@jest/globals'
import { forwardingOf, sysctlFile, sysctlName } from './sysctl.ts'

describe('kernel settings', () => {
  it.each([
    ['eth0', '/proc/sys/net/ipv4/conf/eth0/forwarding'],
    ['bond0.100', '/proc/sys/net/ipv4/conf/bond0.100/forwarding'],
  ])('of the device %s', (device, file) => {
    expect(sysctlFile(forwardingOf(device))).toBe(file)
    expect(sysctlName(file)).toBe(forwardingOf(device))
  })
})
