export { closedOn, nodesBalancing } from './closed.ts'
export { memberRoutes } from './routes.ts'
