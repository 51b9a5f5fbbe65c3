import type { FloatingIp } from '@quantumnet/api'
import type { z } from 'zod'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Resource } from '../../resource-kit/resource.ts'
import { placementOf } from './rules.ts'
import { floatingIps, type FloatingIpRow, type Translator } from './store.ts'

export type FloatingIpView = z.input<typeof FloatingIp>

/** The router that translates it, for its port or its port forwards. */
export const translatorOf = ({
  port_router: forPort,
  forward_router: forForwards,
}: Pick<FloatingIpRow, 'port_router' | 'forward_router'>): Translator | null => forPort ?? forForwards

export const floatingIpResource: Resource<FloatingIpRow, FloatingIpView> = {
  kind: 'floating_ip',
  table: floatingIps,
  namesWithin: 'project',
  projectOf: (row) => row.project_id,
  view: (row) => ({
    ...commonViewOf(row),
    project: row.project_id,
    network: row.network_id,
    subnet: row.subnet_id,
    address: row.address,
    port: row.port_id,
    fixed_ip: row.fixed_ip,
    router: translatorOf(row)?.id ?? null,
    distributed: row.distributed,
    placement: placementOf(row.distributed, row.tied, translatorOf(row)),
  }),
}
