export { placeIn } from './places.ts'
export { checkDisjoint, checkNextHop, checkSameFamily, type Connections } from './rules.ts'
