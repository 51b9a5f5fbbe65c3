import { qosPolicyRoutes, SMALLEST_BURST } from '@quantumnet/api'
import { isGiven, UNKNOWN, type Finding, type ObjectValue, type Value } from '../../framework/index.ts'
import type { Hint } from '../kit/derive/hints.ts'
import type { DerivedKind } from '../kit/derive/resource.ts'

const burst = (of: string): Hint => ({
  text: `Kbit that may pass at once above \`${of}\`. Default: what passes in a quarter of a second, and at least 72.`,
  filled: true,
})

/** As the API fills it in. */
const usualBurst = (max: Value | undefined): Value => {
  if (max === UNKNOWN) return UNKNOWN
  return typeof max === 'number' ? Math.max(Math.ceil(max / 4), SMALLEST_BURST) : null
}

const directions = ['egress', 'ingress'] as const

/** A burst of nothing: the API would drop it. */
const withoutRate = (config: ObjectValue): readonly Finding[] =>
  directions
    .filter((direction) => isGiven(config[`${direction}_burst`]) && config[`${direction}_max`] === null)
    .map((direction) => ({
      path: [`${direction}_burst`],
      message: `Has no effect without ${direction}_max, above which it may pass. Set that too, or leave it out.`,
    }))

export const qosPolicy: DerivedKind = {
  kind: 'qos_policy',
  routes: qosPolicyRoutes,
  description: 'Limits, a guarantee and a mark for the traffic of the ports that name it.',
  hints: {
    project: { fromProvider: true },
    egress_max: { text: 'Kbit/s at most from the VM. Left out: no limit.' },
    egress_burst: burst('egress_max'),
    ingress_max: { text: 'Kbit/s at most to the VM. Left out: no limit.' },
    ingress_burst: burst('ingress_max'),
    min: {
      text: "Kbit/s to the VM that it gets also when the hypervisor's link is full, where the interface has a queue for it. Left out: no guarantee.",
    },
    dscp: { text: 'Mark of the packets from the VM (RFC 2474), 0 to 63. Left out: as the VM marks them.' },
  },
  validate: withoutRate,
  settle: ({ config, planned }) => ({
    ...(planned as ObjectValue),
    ...Object.fromEntries(
      directions
        .filter((direction) => config[`${direction}_burst`] === null)
        .map((direction) => [`${direction}_burst`, usualBurst(planned[`${direction}_max`] as Value)]),
    ),
  }),
  together: ['egress_max', 'egress_burst', 'ingress_max', 'ingress_burst'],
}
