export { noteUnreadable } from './note.ts'
