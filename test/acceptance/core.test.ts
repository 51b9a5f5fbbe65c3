import { jest } from '@jest/globals'
import { coreCases } from './kinds/core.ts'
import { describeKinds } from './kinds/suite.ts'

jest.setTimeout(120_000)
describeKinds(coreCases)
