import { failingSeeds } from './failing-seeds.ts'

const given = process.env['QUANTUMNET_TEST_SEED']
const fresh = Math.floor(Math.random() * 2 ** 31)

/**
 * Seeds of a test: some that always run, one that no run had before, and those that once failed. QUANTUMNET_TEST_SEED=n runs that seed
 * alone. The names of tests carry the seeds.
 */
export const seedsFrom = (...always: number[]): readonly number[] =>
  given === undefined ? [...always, fresh, ...failingSeeds.map(({ seed }) => seed)] : [Number(given)]
