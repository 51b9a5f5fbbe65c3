// Run as: node --experimental-vm-modules --disable-warning=ExperimentalWarning jest (workers inherit the flags).
export default {
  testMatch: ['<rootDir>/*/src/**/*.test.ts', '<rootDir>/test/**/*.test.ts', '<rootDir>/scripts/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  // The same type stripping as in production, so a test never runs other code than `npm start`.
  transform: { '\\.ts$': '<rootDir>/scripts/strip-types.mjs' },
  // v8 counts a handler that was never called as covered; babel does not.
  coverageProvider: 'babel',
  collectCoverageFrom: ['*/src/**/*.ts', '!**/*.test.ts', '!**/gen/**'],
}
