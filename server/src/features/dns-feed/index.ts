export { isRealizedByEdges, settleProjects } from './reached.ts'
export { dnsFeedRoutes } from './routes.ts'
