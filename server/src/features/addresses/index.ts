export { allocationJobs } from './jobs.ts'
export { allocationRoutes } from './routes.ts'
