export { joinTokenRoutes } from './routes.ts'
