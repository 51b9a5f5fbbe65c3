export type { SystemCtx } from './readiness.ts'
export { systemRoutes } from './routes.ts'
