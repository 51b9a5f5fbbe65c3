// Run as: node --experimental-vm-modules --disable-warning=ExperimentalWarning jest (workers inherit the flags).
const common = {
  extensionsToTreatAsEsm: ['.ts'],
  // The same type stripping as in production, so a test never runs other code than `npm start`.
  transform: { '\\.ts$': '<rootDir>/scripts/strip-types.mjs' },
}

const withPostgres = ['integration', 'contract', 'fuzz'].map((folder) => `<rootDir>/test/${folder}`)

export default {
  projects: [
    {
      ...common,
      displayName: 'parts',
      testMatch: ['<rootDir>/*/src/**/*.test.ts', '<rootDir>/test/**/*.test.ts', '<rootDir>/scripts/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', ...withPostgres.map((folder) => `${folder}/`)],
    },
    {
      ...common,
      // The constructs once more, on the other framework that they are published for (ADR 58).
      displayName: 'cdktn',
      testMatch: ['<rootDir>/constructs/src/**/*.test.ts'],
      moduleNameMapper: { '^cdktf$': 'cdktn' },
    },
    {
      ...common,
      // These share one PostgreSQL, which is started only when one of them runs.
      displayName: 'integration',
      testMatch: withPostgres.map((folder) => `${folder}/**/*.test.ts`),
      globalSetup: '<rootDir>/test/harness/global-setup.ts',
      globalTeardown: '<rootDir>/test/harness/global-teardown.ts',
    },
  ],
  // Real databases and processes on a busy machine. jest takes this from the top level only, not from a project.
  testTimeout: 30_000,
  // v8 counts a handler that was never called as covered; babel does not.
  coverageProvider: 'babel',
  collectCoverageFrom: ['*/src/**/*.ts', '!**/*.test.ts', '!**/gen/**'],
}
