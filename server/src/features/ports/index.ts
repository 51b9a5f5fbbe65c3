export { portRoutes } from './routes.ts'
export { portResource } from './view.ts'
