export * from './corefile/index.ts'
