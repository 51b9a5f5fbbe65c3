export { portRoutes } from './routes.ts'
export type { PortRow } from './store.ts'
export { portResource } from './view.ts'
