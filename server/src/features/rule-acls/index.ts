export { finalAcls, ruleAcl, type Placement } from './acls.ts'
export { matchText } from './match.ts'
export { ruleRows, type RuleRow } from './load.ts'
