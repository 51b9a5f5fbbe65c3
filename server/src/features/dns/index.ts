export { dnsRoutes } from './routes.ts'
