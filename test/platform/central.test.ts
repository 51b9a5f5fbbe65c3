import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { eventually } from '@quantumnet/platform'
import { ovnCentral, type Central } from '../../platform/src/ovn/central.ts'
import { run as runCommand } from '../../platform/src/process/run.ts'
import { openRun, type Run } from '../../platform/src/run.ts'
import { describeWithOvn, scratchFolder } from './scratch.ts'

const startCentral = async (run: Run): Promise<Central> => {
  const central = ovnCentral({ dataDir: join(run.dataDir, 'ovn'), logDir: run.logDir })
  await Promise.all(
    central.parts.map(async (part) => {
      await run.supervisor.start(part)
    }),
  )
  return central
}

describeWithOvn('OVN central', () => {
  let folder: ReturnType<typeof scratchFolder>
  let run: Run
  const nbctl = async ({ nb }: Central, ...args: string[]): Promise<string> =>
    (await runCommand(['ovn-nbctl', `--db=${nb}`, '--timeout=10', ...args])).trim()
  const datapaths = async ({ sb }: Central): Promise<string> =>
    (
      await runCommand(['ovn-sbctl', `--db=${sb}`, '--bare', '--columns=external_ids', 'list', 'Datapath_Binding'])
    ).trim()

  beforeEach(async () => {
    folder = scratchFolder()
    run = await openRun(folder.path, () => undefined)
  })
  afterEach(async () => {
    await run.close()
    folder.remove()
  })

  it('has clustered databases of one server each, and northd carries rows from one to the other', async () => {
    const central = await startCentral(run)
    const control = join(run.dataDir, 'ovn', 'run', 'nb.ctl')
    expect(await runCommand(['ovs-appctl', '-t', control, 'cluster/status', 'OVN_Northbound'])).toContain(
      'Role: leader',
    )
    await nbctl(central, '--wait=sb', 'ls-add', 'net')
    expect(await datapaths(central)).toContain('name=net')
  })

  it('keeps its rows over a stop and a start', async () => {
    await nbctl(await startCentral(run), 'ls-add', 'kept')
    await run.close()
    run = await openRun(folder.path, () => undefined)
    expect(await nbctl(await startCentral(run), '--bare', '--columns=name', 'find', 'Logical_Switch')).toBe('kept')
  })

  it('comes back with its rows when the northbound server is killed', async () => {
    const central = await startCentral(run)
    await nbctl(central, 'ls-add', 'kept')
    const before = run.supervisor.child('ovn-nb')?.pid
    run.supervisor.signal('ovn-nb', 'SIGKILL')
    expect(
      await eventually(
        async () => {
          const names = await nbctl(central, '--bare', '--columns=name', 'find', 'Logical_Switch')
          return run.supervisor.child('ovn-nb')?.pid === before ? undefined : names
        },
        { what: 'the northbound database answers again', timeoutMs: 5_000 },
      ),
    ).toBe('kept')
  })
})
