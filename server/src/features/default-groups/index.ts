export { createDefaultGroup, deleteDefaultGroup } from './commands.ts'
