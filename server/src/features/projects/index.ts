export { lockProject } from './lock.ts'
export { projectRoutes } from './routes.ts'
export { projectResource } from './view.ts'
