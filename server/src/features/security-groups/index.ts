export { createDefaultGroup, deleteGroupsOf } from './commands.ts'
