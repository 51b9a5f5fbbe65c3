/**
 * Configuration of the two kinds of CoreDNS edge, as text. Pure: equal input gives equal text, so a caller may compare before it writes a
 * file. Everything that goes into the text is checked here; nothing else can reach a Corefile.
 */
export { operatorCorefile, type OperatorEdge } from './operator.ts'
export type { EdgeProbes } from './parts.ts'
export { tenantCorefile, type TenantEdges, type TenantNetwork } from './tenant.ts'
