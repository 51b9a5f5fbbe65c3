export { dnsZoneRoutes } from './routes.ts'
export { parentDomains } from './rules.ts'
export { zonesNamed } from './store.ts'
export { dnsZoneResource } from './view.ts'
