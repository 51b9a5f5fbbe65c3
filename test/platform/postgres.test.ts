import { chmodSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Client } from 'pg'
import { eventually, startPostgres, type Postgres, type PostgresOptions } from '@quantumnet/platform'
import { identityOf } from '../../platform/src/process/identity.ts'
import { scratchFolder } from './scratch.ts'

const query = async <T extends object>({ url }: Postgres, text: string): Promise<T[]> => {
  const client = new Client({ connectionString: url })
  // The tests kill servers under connections.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<T>(text)).rows
  } finally {
    await client.end()
  }
}

describe('PostgreSQL as our own child', () => {
  let folder: ReturnType<typeof scratchFolder>
  const running: Postgres[] = []
  const start = async (options: Partial<PostgresOptions> = {}): Promise<Postgres> => {
    const postgres = await startPostgres({ dataDir: folder.path, durable: false, ...options })
    running.push(postgres)
    return postgres
  }

  beforeEach(() => {
    folder = scratchFolder()
  })
  afterEach(async () => {
    for (const postgres of running.splice(0)) await postgres.stop()
    folder.remove()
  })

  it('serves the database "quantumnet" in UTF-8, listens on no network address, and never runs as root', async () => {
    const postgres = await start()
    expect(
      await query(
        postgres,
        `select current_database() as database, current_setting('listen_addresses') as addresses,
                current_setting('server_encoding') as encoding, 'Z' < 'a' as by_code_point`,
      ),
    ).toEqual([{ database: 'quantumnet', addresses: '', encoding: 'UTF8', by_code_point: true }])
    expect(statSync(`/proc/${String(postgres.pid)}`).uid).toBeGreaterThan(0)
  })

  it('keeps its data and its address over a stop and a start', async () => {
    const first = await start()
    await query(first, 'create table kept as select 42 as answer')
    await first.stop()
    expect(identityOf(first.pid)).toBeUndefined()
    const second = await start()
    expect(second.url).toBe(first.url)
    expect(await query(second, 'select answer from kept')).toEqual([{ answer: 42 }])
  })

  it('recovers what was committed when the server was killed', async () => {
    const first = await start({ durable: true })
    await query(first, 'create table kept as select 42 as answer')
    process.kill(first.pid, 'SIGKILL')
    await first.exited
    expect(await query(await start(), 'select answer from kept')).toEqual([{ answer: 42 }])
  })

  /** A session that is amid a statement which takes minutes, and so does not see that its postmaster is gone. */
  const busyBackend = async (postgres: Postgres): Promise<number> => {
    const client = new Client({ connectionString: postgres.url })
    client.on('error', () => undefined)
    await client.connect()
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    client
      .query('select count(*) from generate_series(1, 100000) a, generate_series(1, 100000) b')
      .catch(() => undefined)
    const active = `select 1 as one from pg_stat_activity where state = 'active' and pid = ${String(rows[0]!.pid)}`
    await eventually(async () => (await query(postgres, active))[0], { what: 'it is busy', timeoutMs: 5_000 })
    return rows[0]!.pid
  }

  it('ends the busy backends of a postmaster that was killed, and starts again', async () => {
    const first = await start()
    const backend = await busyBackend(first)
    process.kill(first.pid, 'SIGKILL')
    await first.exited
    expect(identityOf(backend)).toBeDefined()
    expect(await query(await start(), 'select 1 as one')).toEqual([{ one: 1 }])
    expect(identityOf(backend)).toBeUndefined()
  })

  it('leaves no backend behind when it is stopped after its postmaster was killed', async () => {
    const first = await start()
    const backend = await busyBackend(first)
    process.kill(first.pid, 'SIGKILL')
    await first.stop()
    expect(identityOf(backend)).toBeUndefined()
  })

  it('starts over a stale postmaster.pid whose number belongs to another process now', async () => {
    const first = await start()
    await first.stop()
    writeFileSync(join(folder.path, 'data', 'postmaster.pid'), `${String(process.pid)}\n${folder.path}/data\n`)
    expect(await query(await start(), 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('refuses a folder whose server is running', async () => {
    const first = await start()
    await expect(start()).rejects.toThrow(`is in use: process ${String(process.pid)} runs its PostgreSQL`)
    expect(await query(first, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('puts the socket elsewhere when its path would be too long', async () => {
    chmodSync(folder.path, 0o755)
    const dataDir = join(folder.path, 'a-long-name-'.repeat(10))
    expect(await query(await start({ dataDir }), 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('runs the packaged server too, with the same collation', async () => {
    const postgres = await start({ packaged: true })
    expect(
      await query(
        postgres,
        `select current_setting('server_version_num')::int >= 180000 as packaged, 'Z' < 'a' as by_code_point`,
      ),
    ).toEqual([{ packaged: true, by_code_point: true }])
  })
})
