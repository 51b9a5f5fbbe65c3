/** What the agent needs of OpenFlow: flows as they change, and a few orders. */
export { copiesEthSrc, natDestination, nested, parseInstructions, setsEthSrc, Subtype, type Action } from './actions.ts'
export { OpenFlowConnection, type IsSo } from './connection.ts'
export * from './match.ts'
export { OpenFlowError, type Order } from './message.ts'
export { deleteFlows, dropFlow, forgetTracked, packetOut, type TrackedEnd } from './orders.ts'
export type { Flow } from './updates.ts'
