import { jest } from '@jest/globals'
import { securityCases } from './kinds/security.ts'
import { describeKinds } from './kinds/suite.ts'

jest.setTimeout(120_000)
describeKinds(securityCases)
