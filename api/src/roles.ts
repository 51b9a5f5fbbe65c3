import * as z from 'zod'

/** What people and their programs may be in a project, each including the ones before. */
export const projectRoles = ['viewer', 'operator', 'admin'] as const

/**
 * A role in a project. A viewer reads; an operator also does the day's work (ports, security groups, addresses, floating IPs, load balancers,
 * records, migrations); an admin also shapes the project (networks, subnets, routers, tokens, role bindings).
 */
export const ProjectRole = z.enum(projectRoles).meta({ id: 'ProjectRole' })
/** A role in a project. */
export type ProjectRole = z.infer<typeof ProjectRole>

/**
 * Who may call a route. `public`: anybody. A role of a project, or more: whoever has it in the project that the request is about.
 * `platform_admin`: who runs the deployment; may do all that the other three may, in every project. `node`: a hypervisor's agent. `feed`: a
 * DNS server that follows the zone feed. Checked in one place of the server, from the route, so that no route can forget it.
 */
export const accesses = ['public', 'viewer', 'operator', 'admin', 'platform_admin', 'node', 'feed'] as const
/** Who may call a route. */
export type Access = (typeof accesses)[number]
