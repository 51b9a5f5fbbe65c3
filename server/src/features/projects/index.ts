export { lockProject } from './lock.ts'
export { projectRoutes } from './routes.ts'
export type { ProjectRow } from './store.ts'
export { projectResource } from './view.ts'
