export { finalAcls, ruleAcls, type Placement } from './acls.ts'
export { ruleRows, type RuleRow } from './load.ts'
