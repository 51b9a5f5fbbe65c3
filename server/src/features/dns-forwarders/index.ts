export { dnsForwarderRoutes } from './routes.ts'
