export { compactAudit } from './compaction.ts'
export { auditRoutes } from './routes.ts'
