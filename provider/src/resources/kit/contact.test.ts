import { describe, expect, it } from '@jest/globals'
import { Contact, Unreached } from './contact.ts'

const REFUSED = new TypeError('fetch failed', {
  cause: Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' }),
})

/** A contact with an endpoint where nobody answers so many times, and then somebody does. */
const contactAfter = (refusals: number, patienceMs?: number): { contact: Contact; asked: () => number } => {
  let asked = 0
  const fetch = async (): Promise<Response> => {
    asked++
    return await (asked > refusals ? Promise.resolve(new Response('{}')) : Promise.reject(REFUSED))
  }
  const limited = patienceMs === undefined ? {} : { patienceMs }
  return { contact: new Contact({ endpoint: 'http://127.0.0.1:1', token: 't', fetch, ...limited }), asked: () => asked }
}

const forever = new AbortController().signal

describe('the first contact', () => {
  it('is made with a server that is being restarted, once for all who wait', async () => {
    const { contact, asked } = contactAfter(5)
    await Promise.all([contact.reached(forever), contact.reached(forever)])
    await contact.reached(forever)
    expect(asked()).toBe(6)
  })

  it('is given up in time, and then only looked for, with words on what can be done', async () => {
    const { contact, asked } = contactAfter(Number.POSITIVE_INFINITY, 0)
    const first = contact.reached(forever)
    await expect(first).rejects.toThrow(Unreached)
    await expect(first).rejects.toThrow(
      /^cannot reach the QuantumNet API at http:\/\/127\.0\.0\.1:1: nothing listens there \(.*\); tried 5 times in \d+ s\. Is the server running/,
    )
    await expect(contact.reached(forever)).rejects.toThrow('tried 5 times')
    expect(asked()).toBe(7)
  })

  it('is not looked for any more when nobody waits for it, and anew for the next who does', async () => {
    const signals: AbortSignal[] = []
    const fetch = async (_url: unknown, init?: RequestInit): Promise<Response> => {
      if (init?.signal) signals.push(init.signal)
      return await (signals.length > 1 ? Promise.resolve(new Response('{}')) : new Promise<never>(() => undefined))
    }
    const contact = new Contact({ endpoint: 'http://127.0.0.1:1', token: 't', fetch })
    const stop = new AbortController()
    const waiting = contact.reached(stop.signal)
    stop.abort(new Error('stopped'))
    await expect(waiting).rejects.toThrow('stopped')
    expect(signals[0]?.aborted).toBe(true)
    await contact.reached(forever)
    expect(signals).toHaveLength(2)
  })
})
