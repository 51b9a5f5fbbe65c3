export { isRealizedByEdges, settleProjects } from './reached.ts'
export { dnsFeedRoutes } from './routes.ts'
export { forgetNames } from './store.ts'
