import { describe, expect, it } from '@jest/globals'
import { closedBlockOf } from './closed-blocks.ts'
import { parseIp } from './ip.ts'

describe('where no other host can be reached', () => {
  it.each<[string, string | undefined]>([
    ['0.0.0.0', '0.0.0.0/8'],
    ['127.0.0.53', '127.0.0.0/8'],
    ['169.254.169.254', '169.254.0.0/16'],
    ['224.0.0.1', '224.0.0.0/3'],
    ['255.255.255.255', '224.0.0.0/3'],
    ['::', '::/127'],
    ['::1', '::/127'],
    ['::ffff:7f00:1', '::ffff:0:0/96'],
    ['fe80::1', 'fe80::/10'],
    ['ff02::1', 'ff00::/8'],
    ['10.0.0.1', undefined],
    ['126.255.255.255', undefined],
    ['223.255.255.255', undefined],
    ['::2', undefined],
    ['fd00::1', undefined],
    ['2001:db8::1', undefined],
  ])('%s: %j', (address, block) => {
    const ip = parseIp(address)
    expect(ip === undefined ? 'no address' : closedBlockOf(ip)).toBe(block)
  })
})
