export { createDefaultGroup, deleteDefaultGroup } from './commands.ts'
export { DEFAULT_GROUP } from './store.ts'
