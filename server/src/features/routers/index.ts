export { checkDisjoint, checkNextHop, checkSameFamily, familyOf, liesIn, type Connections } from './rules.ts'
