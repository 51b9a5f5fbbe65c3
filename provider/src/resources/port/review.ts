import { ApiError, cidrContains, ConnectionError, parseCidr, parseIp, subnetRoutes } from '@quantumnet/api'
import { isGiven, type Change, type Finding } from '../../framework/index.ts'
import type { Connection } from '../kit/connection.ts'
import type { Deadline } from '../kit/deadline.ts'
import type { Port } from './schema.ts'

/** Block of a subnet, or undefined when it cannot be asked for: apply will say why. */
const blockOf = async (connection: Connection, id: string, deadline: Deadline): Promise<string | undefined> => {
  try {
    return (await connection.call(subnetRoutes.get, { params: { id } }, deadline)).cidr
  } catch (error) {
    if (error instanceof ApiError || error instanceof ConnectionError) return undefined
    throw error
  }
}

/** Asks whether addresses that a port does not have yet lie in their subnets, where both exist before apply. */
export const review = async (
  { prior, config }: Change<Port>,
  connection: Connection,
  deadline: Deadline,
): Promise<readonly Finding[]> => {
  if (!isGiven(config.fixed_ips)) return []
  const found = await Promise.all(
    config.fixed_ips.map(async (fixed, index): Promise<readonly Finding[]> => {
      if (!isGiven(fixed) || !isGiven(fixed.subnet) || !isGiven(fixed.ip)) return []
      if (prior?.fixed_ips.some(({ ip }) => ip === fixed.ip) === true) return []
      const [cidr, ip] = [await blockOf(connection, fixed.subnet, deadline), parseIp(fixed.ip)]
      const block = cidr === undefined ? undefined : parseCidr(cidr)
      if (block === undefined || ip === undefined || cidrContains(block, ip)) return []
      return [{ path: ['fixed_ips', index, 'ip'], message: `${fixed.ip} lies outside of its subnet, ${String(cidr)}.` }]
    }),
  )
  return found.flat()
}
