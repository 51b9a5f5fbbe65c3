import { jest } from '@jest/globals'
import { Client } from '@quantumnet/api'
import { describeResources } from '../acceptance/suite.ts'
import { ApiDouble, TOKEN } from './api-double.ts'

jest.setTimeout(60_000)
describeResources('the double', async () => {
  const double = new ApiDouble()
  await double.start()
  return {
    endpoint: double.endpoint,
    token: TOKEN,
    client: new Client({ endpoint: double.endpoint, token: TOKEN }),
    close: async () => {
      await double.stop()
    },
  }
})
