import { jest } from '@jest/globals'
import { routingCases } from './kinds/routing.ts'
import { describeKinds } from './kinds/suite.ts'

jest.setTimeout(120_000)
describeKinds(routingCases)
