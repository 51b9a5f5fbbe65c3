export { findPool, requirePool } from './commands.ts'
export { poolRoutes } from './routes.ts'
export { checkProbed } from './rules.ts'
