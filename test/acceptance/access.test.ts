import { jest } from '@jest/globals'
import { accessCases } from './kinds/access.ts'
import { describeKinds } from './kinds/suite.ts'

jest.setTimeout(120_000)
describeKinds(accessCases)
