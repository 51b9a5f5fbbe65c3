import { describe, expect, it } from '@jest/globals'
import { stateFolder } from '../paths.ts'
import { parseOptions, UsageError } from './options.ts'

describe('options of npm start', () => {
  it('has a default for each', () => {
    expect(parseOptions([])).toEqual({
      dataDir: stateFolder(),
      apiPort: 8080,
      dnsPort: 5300,
      lab: true,
      terraform: true,
    })
  })

  it('takes what is given', () => {
    const args = ['--data', '/tmp/x/../y', '--port=81', '--dns-port', '54', '--without-lab', '--without-terraform']
    expect(parseOptions(args)).toEqual({ dataDir: '/tmp/y', apiPort: 81, dnsPort: 54, lab: false, terraform: false })
  })

  it('asks for help before anything else', () => {
    expect(parseOptions(['--help', '--port', 'nonsense'])).toBeUndefined()
  })

  it.each([
    [['--port', '0'], '--port 0: give a port from 1 to 65535'],
    [['--port', '65536'], '--port 65536: give a port from 1 to 65535'],
    [['--dns-port', '5e3'], '--dns-port 5e3: give a port from 1 to 65535'],
    [['--nonsense'], "Unknown option '--nonsense'"],
    [['stray'], "Unexpected argument 'stray'"],
  ])('refuses %j', (args, message) => {
    expect(() => parseOptions(args)).toThrow(UsageError)
    expect(() => parseOptions(args)).toThrow(message)
  })
})
