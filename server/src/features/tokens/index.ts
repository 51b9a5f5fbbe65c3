export { tokenRoutes, whoamiRoutes } from './routes.ts'
export { checkGrant, checkLifetime } from './rules.ts'
export { makeSecret, secretPrefix, tellOnce, type NewSecret } from './secret.ts'
export { tokenResource } from './view.ts'
