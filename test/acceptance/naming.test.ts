import { jest } from '@jest/globals'
import { namingCases } from './kinds/naming.ts'
import { describeKinds } from './kinds/suite.ts'

jest.setTimeout(120_000)
describeKinds(namingCases)
