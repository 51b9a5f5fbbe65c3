export { subnetRoutes } from './routes.ts'
export { checkPortAddress, subnetAround } from './rules.ts'
export { lockSubnets, lockSubnetsOf, subnets, type SubnetRow } from './store.ts'
export { subnetResource } from './view.ts'
