import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { NodeDesired } from '@quantumnet/api'
import { LastDesired } from './last-desired.ts'
import { DEPLOYMENT, desiredEdge, expectedPort, OTHER_DEPLOYMENT } from './testing/fixtures.ts'

const desired: NodeDesired = {
  node: 'hv1',
  deployment: DEPLOYMENT,
  ports: [expectedPort(1)],
  edges: [desiredEdge(1)],
}

describe('LastDesired', () => {
  let dir: string
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'qn-'))
  })
  afterEach(() => {
    rmSync(dir, { recursive: true })
  })
  const file = (): string => join(dir, 'desired.json')

  it('is there again after a restart', async () => {
    const before = new LastDesired(dir)
    before.accept(desired)
    await before.keep(desired)
    const after = new LastDesired(dir)
    await after.load('hv1')
    expect(after.of(DEPLOYMENT)).toEqual(desired)
  })

  it('is there without what was to be cut, which may be meant by now', async () => {
    const members = {
      address: '10.0.0.9',
      protocol: 'tcp',
      port: 80,
      member_address: '10.0.0.5',
      member_port: 80,
    } as const
    const before = new LastDesired(dir)
    await before.keep({ ...desired, closed_members: [members] })
    const after = new LastDesired(dir)
    await after.load('hv1')
    expect(after.of(DEPLOYMENT)).toEqual(desired)
  })

  it('is not known before anything was said', async () => {
    const none = new LastDesired(join(dir, 'absent'))
    await none.load('hv1')
    expect(none.of(DEPLOYMENT)).toBeUndefined()
  })

  it('is not displaced by what another deployment says', () => {
    const store = new LastDesired(dir)
    store.accept(desired)
    store.accept({ ...desired, deployment: OTHER_DEPLOYMENT, edges: [] })
    expect(store.of(DEPLOYMENT)).toEqual(desired)
    expect(store.of(undefined)).toBeUndefined()
  })

  it('is not taken over from another node', async () => {
    writeFileSync(file(), JSON.stringify(desired))
    const other = new LastDesired(dir)
    await expect(other.load('hv2')).rejects.toThrow('is not used')
    expect(other.of(DEPLOYMENT)).toBeUndefined()
  })

  it.each(['', '{"node":"hv1"', '{"node":"hv1"}'])('is not taken from a file that holds %j', async (text) => {
    writeFileSync(file(), text)
    const broken = new LastDesired(dir)
    await expect(broken.load('hv1')).rejects.toThrow(`${file()} is not used; the server's word is waited for`)
    broken.accept(desired)
    await broken.keep(desired)
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual(desired)
  })

  it('is kept in memory only where there is no folder', async () => {
    const memory = new LastDesired(undefined)
    await memory.load('hv1')
    memory.accept(desired)
    await memory.keep(desired)
    expect(memory.of(DEPLOYMENT)).toEqual(desired)
  })
})
