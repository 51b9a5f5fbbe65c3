export { abortOrphans } from './orphans.ts'
export { migrationRoutes } from './routes.ts'
