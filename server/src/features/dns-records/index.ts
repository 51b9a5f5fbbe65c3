export { dnsRecordRoutes } from './routes.ts'
export { hostRecordsNamed, type HostRecord } from './store.ts'
