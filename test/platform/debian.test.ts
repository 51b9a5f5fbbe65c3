import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { isRoot } from '../../platform/src/process/user.ts'
import { ensurePrograms } from '../../platform/src/setup/debian.ts'
import { scratchFolder } from './scratch.ts'

const POLICY = '/usr/sbin/policy-rc.d'
const policyNow = (): string | undefined => (existsSync(POLICY) ? readFileSync(POLICY, 'utf8') : undefined)

describe('Debian packages', () => {
  let folder: ReturnType<typeof scratchFolder>
  let said: string[]
  const { PATH: path = '' } = process.env
  const NEEDED = { 'qn-test-program': 'qn-test-package', sh: 'dash' }
  const ensure = async (): Promise<string | undefined> => await ensurePrograms(NEEDED, (line) => said.push(line))
  const journal = (): string => readFileSync(join(folder.path, 'journal'), 'utf8')

  /** An apt-get at the process's edge: notes how it is called and which policy holds meanwhile, and does what `install` says. */
  const provideApt = (install: string): void => {
    const script = `#!/bin/sh
echo "$@" >>${folder.path}/journal
cat ${POLICY} >${folder.path}/policy
case "$*" in *install*) ${install} ;; esac
`
    writeFileSync(join(folder.path, 'bin', 'apt-get'), script, { mode: 0o755 })
  }

  beforeEach(() => {
    folder = scratchFolder()
    said = []
    mkdirSync(join(folder.path, 'bin'))
    process.env['PATH'] = [join(folder.path, 'bin'), path].join(delimiter)
  })
  afterEach(() => {
    process.env['PATH'] = path
    folder.remove()
  })

  it('are left alone when every program is there', async () => {
    const program = join(folder.path, 'bin', 'qn-test-program')
    writeFileSync(program, '')
    chmodSync(program, 0o755)
    expect(await ensure()).toBeUndefined()
    expect(said).toEqual([])
  })

  if (!isRoot()) {
    it('are named when they are missing and we are not root', async () => {
      expect(await ensure()).toBe(
        'Debian packages qn-test-package are missing: run as root, or install them (apt-get install qn-test-package)',
      )
    })
    return
  }

  it('are installed when missing, with services kept off meanwhile and the policy afterwards as it was', async () => {
    const before = policyNow()
    provideApt(`cp ${folder.path}/bin/apt-get ${folder.path}/bin/qn-test-program`)
    expect(await ensure()).toBeUndefined()
    expect(journal()).toBe('-q -y update\n-q -y install --no-install-recommends qn-test-package\n')
    expect(readFileSync(join(folder.path, 'policy'), 'utf8')).toContain('exit 101')
    expect(policyNow()).toBe(before)
    expect(said).toEqual(['installing Debian packages qn-test-package (their services stay off)'])
  })

  it.each([
    ['removes the policy that a killed start left behind', '(process 4194305, started 1)', false],
    ["keeps the machine owner's policy", undefined, true],
  ])('%s', async (_, mark, kept) => {
    const before = policyNow()
    try {
      const line = mark === undefined ? '' : `# by quantumnet, while packages are installed ${mark}\n`
      writeFileSync(POLICY, `#!/bin/sh\n${line}exit 101\n`, { mode: 0o755 })
      expect(await ensurePrograms({ sh: 'dash' }, () => undefined)).toBeUndefined()
      expect(existsSync(POLICY)).toBe(kept)
    } finally {
      if (before === undefined) rmSync(POLICY, { force: true })
      else writeFileSync(POLICY, before, { mode: 0o755 })
    }
  })

  it('are told to be missing when the installation fails, with its reason; the policy is as it was', async () => {
    const before = policyNow()
    provideApt('echo "E: no such package" >&2; exit 100')
    expect(await ensure()).toMatch(
      /^Debian packages qn-test-package are missing, and installing them failed: apt-get .*E: no such package$/,
    )
    expect(policyNow()).toBe(before)
  })

  it('are told to be unfit when they bring no such program', async () => {
    provideApt('true')
    expect(await ensure()).toBe('Debian packages qn-test-package are installed but lack a program that is needed')
  })
})
