export { networkRoutes } from './routes.ts'
export type { NetworkRow } from './store.ts'
export { networkResource } from './view.ts'
