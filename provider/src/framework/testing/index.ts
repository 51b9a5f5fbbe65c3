/** For the tests of a provider on this framework. */
export * from './arbitrary.ts'
export * from './contract.ts'
