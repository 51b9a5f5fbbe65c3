export { subnetRoutes } from './routes.ts'
export { checkPortAddress, subnetAround } from './rules.ts'
export { lockSubnets, lockSubnetsOf, subnets, type SubnetRow, type SubnetRow as LockedSubnet } from './store.ts'
export { subnetResource } from './view.ts'
