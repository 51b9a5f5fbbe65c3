export { dnsFeedRoutes } from './routes.ts'
