import { dnsRoutes } from './dns-feed.ts'
import { networkRoutes } from './networks.ts'
import { nodeRoutes } from './nodes.ts'
import { portRoutes } from './ports.ts'
import { projectRoutes } from './projects.ts'
import type { Route } from './route.ts'
import { subnetRoutes } from './subnets.ts'
import { systemRoutes } from './system.ts'

/** Every operation of the API, by resource. */
export const routes = {
  projects: projectRoutes,
  networks: networkRoutes,
  subnets: subnetRoutes,
  ports: portRoutes,
  nodes: nodeRoutes,
  dns: dnsRoutes,
  system: systemRoutes,
} as const

/** The same as a flat list, for whoever treats all of them alike. */
export const allRoutes: readonly Route[] = Object.values(routes).flatMap(
  (group: object) => Object.values(group) as Route[],
)
