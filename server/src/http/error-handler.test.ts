import { describe, expect, it } from '@jest/globals'
import { pino } from 'pino'
import { createHttpServer } from './server.ts'

describe('an error of the database', () => {
  it.each([
    ['22021', 400, 'invalid_request'],
    ['22P05', 400, 'invalid_request'],
    ['42601', 500, 'internal'],
  ])('%s is a %i', async (sqlState, status, code) => {
    const { http, close } = createHttpServer(pino({ level: 'silent' }))
    http.get('/fails', () => Promise.reject(Object.assign(new Error('the words of PostgreSQL'), { code: sqlState })))
    const answer = await http.inject('/fails')
    await close()
    expect(answer.statusCode).toBe(status)
    expect(answer.json()).toMatchObject({ code })
    expect(answer.body).not.toContain('the words of PostgreSQL')
  })
})
