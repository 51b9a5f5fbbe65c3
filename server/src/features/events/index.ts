export { compactEvents, type Retention } from './compaction.ts'
export { EventHub } from './hub.ts'
export { USUAL_EVENT_LIMITS, type EventLimits } from './reader.ts'
export { eventRoutes, type EventsCtx } from './routes.ts'
