export { createRule, findRules, getRules, replaceRules, updateRule, type RulePart } from './commands.ts'
export type { ExistingRule } from './changes.ts'
export { listedRule, ruleWords, shownContent } from './content.ts'
export { referringRules, rulesOfRow } from './store.ts'
