import { jest } from '@jest/globals'
import { balancingCases } from './kinds/balancing.ts'
import { describeKinds } from './kinds/suite.ts'

jest.setTimeout(120_000)
describeKinds(balancingCases)
