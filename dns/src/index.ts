export * from './corefile.ts'
