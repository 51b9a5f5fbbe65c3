import { jest } from '@jest/globals'
import { startRealApi } from './real-api.ts'
import { describeResources } from './suite.ts'

jest.setTimeout(60_000)
describeResources('the real server', startRealApi)
