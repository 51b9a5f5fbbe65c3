export { tokenRoutes, whoamiRoutes } from './routes.ts'
export { checkGrant } from './rules.ts'
export { makeSecret, secretPrefix, type NewSecret } from './secret.ts'
export { tokenResource } from './view.ts'
