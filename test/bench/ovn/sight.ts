import type { Row, Session, Tables } from '@quantumnet/ovsdb-jsonrpc'

/** A replica of some tables of one of OVN's databases, with all their columns. */
export type Replica = Session<Tables, Record<string, '*'>>

/** Whether a row is the one that is looked for. */
export type Sought = (table: string, row: Row) => boolean

interface Seen {
  readonly table: string
  readonly after: Row | null
}

/** When a row first shows in a replica that is as it is looked for, in milliseconds of `performance.now()`. */
export const sight = async (replica: Replica, isSought: Sought): Promise<number> =>
  await new Promise((resolve, reject) => {
    const end = (): void => {
      replica.off('change', look)
      clearTimeout(timer)
    }
    const look = (changes: readonly Seen[]): void => {
      if (!changes.some(({ table, after }) => after !== null && isSought(table, after))) return
      end()
      resolve(performance.now())
    }
    const timer = setTimeout(() => {
      end()
      reject(new Error('what was looked for did not show in a minute'))
    }, 60_000)
    replica.on('change', look)
  })

/** Until nothing has changed in these replicas for so long: whoever is measured next pays for nobody before. */
export const quiet = async (replicas: readonly Replica[], forMs: number): Promise<void> => {
  await new Promise<void>((resolve) => {
    const end = (): void => {
      for (const replica of replicas) replica.off('change', again)
      resolve()
    }
    let timer = setTimeout(end, forMs)
    const again = (): void => {
      clearTimeout(timer)
      timer = setTimeout(end, forMs)
    }
    for (const replica of replicas) replica.on('change', again)
  })
}
