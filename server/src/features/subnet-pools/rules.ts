import { cidrsOverlap, type CreateSubnetPool, type UpdateSubnetPool } from '@quantumnet/api'
import { fieldError } from '../../errors.ts'
import { blockOf } from '../ipam/index.ts'

/** What of a pool decides what is carved from it. */
export interface PoolPlan {
  readonly family: 4 | 6
  readonly prefixes: readonly string[]
  readonly default_prefix_length: number
  readonly min_prefix_length: number
  readonly max_prefix_length: number
}

const USUAL = { 4: 24, 6: 64 } as const
const BITS = { 4: 32, 6: 128 } as const

const checkPrefixes = (prefixes: readonly string[]): 4 | 6 => {
  const blocks = prefixes.map(blockOf)
  const family = blocks[0]?.family ?? 4
  blocks.forEach((block, index) => {
    const pointer = `/prefixes/${String(index)}`
    if (block.family !== family)
      throw fieldError('invalid_request', {
        pointer,
        message: 'is of another family than the first',
        value: prefixes[index],
        allowed: 'prefixes of one family; a pool for each',
      })
    const other = blocks.findIndex((each, at) => at < index && cidrsOverlap(each, block))
    if (other >= 0)
      throw fieldError('invalid_request', {
        pointer,
        message: `overlaps ${prefixes[other] ?? ''}`,
        value: prefixes[index],
        allowed: 'prefixes that do not overlap',
      })
  })
  return family
}

const checkLengths = ({
  family,
  default_prefix_length: usual,
  min_prefix_length: min,
  max_prefix_length: max,
}: PoolPlan): void => {
  const refuse = (field: string, value: number, allowed: string): never => {
    throw fieldError('invalid_request', { pointer: `/${field}`, message: 'does not fit the others', value, allowed })
  }
  if (max > BITS[family]) refuse('max_prefix_length', max, `at most ${String(BITS[family])}`)
  if (min > max) refuse('min_prefix_length', min, `at most max_prefix_length, which is ${String(max)}`)
  if (usual < min || usual > max) refuse('default_prefix_length', usual, `${String(min)} to ${String(max)}`)
}

type Asked = Pick<CreateSubnetPool, 'prefixes'> &
  Pick<UpdateSubnetPool, 'default_prefix_length' | 'min_prefix_length' | 'max_prefix_length'>

/** The pool of a request after defaults. @throws DomainError invalid_request */
export const planPool = (asked: Asked): PoolPlan => {
  const family = checkPrefixes(asked.prefixes)
  const lengths = asked.prefixes.map((prefix) => blockOf(prefix).prefixLength)
  const min = asked.min_prefix_length ?? Math.min(...lengths)
  const max = asked.max_prefix_length ?? BITS[family]
  const usual = asked.default_prefix_length ?? Math.min(max, Math.max(min, USUAL[family]))
  const plan = {
    family,
    prefixes: asked.prefixes,
    default_prefix_length: usual,
    min_prefix_length: min,
    max_prefix_length: max,
  }
  checkLengths(plan)
  return plan
}
