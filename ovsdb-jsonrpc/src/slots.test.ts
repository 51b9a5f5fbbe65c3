import { expect, it } from '@jest/globals'
import { QueueFullError } from './errors.ts'
import { Slots } from './slots.ts'

it('runs so many at a time, in the order of their coming, and refuses when too many wait', async () => {
  const slots = new Slots({ places: 2, maxWaiting: 2, maxBytes: 1000 })
  const log: string[] = []
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<undefined>())
  const runs = gates.map(async (gate, at) => {
    await slots.run(1, null, async () => {
      log.push(`begin ${String(at)}`)
      await gate.promise
      log.push(`end ${String(at)}`)
    })
  })
  await expect(
    slots.run(1, null, async () => {
      await Promise.resolve()
    }),
  ).rejects.toThrow(QueueFullError)
  expect(log).toEqual(['begin 0', 'begin 1'])
  gates[1]?.resolve(undefined)
  await runs[1]
  expect(log).toEqual(['begin 0', 'begin 1', 'end 1', 'begin 2'])
  for (const gate of gates) gate.resolve(undefined)
  await Promise.all(runs)
  expect(log.slice(4).toSorted()).toEqual(['begin 3', 'end 0', 'end 2', 'end 3'])
  await expect(slots.run(1, null, async () => await Promise.resolve('free again'))).resolves.toBe('free again')
})

it('refuses more bytes than it may hold, but takes one large task', async () => {
  const slots = new Slots({ places: 1, maxWaiting: 5, maxBytes: 100 })
  const gate = Promise.withResolvers<undefined>()
  const large = slots.run(500, null, async () => {
    await gate.promise
  })
  await expect(slots.run(1, null, async () => await Promise.resolve('x'))).rejects.toThrow(QueueFullError)
  expect([slots.running, slots.waiting, slots.bytes]).toEqual([1, 0, 500])
  gate.resolve(undefined)
  await large
  await expect(slots.run(1, null, async () => await Promise.resolve('x'))).resolves.toBe('x')
  expect([slots.running, slots.bytes]).toEqual([0, 0])
})

it('lets go of one that no longer wants to wait', async () => {
  const slots = new Slots({ places: 1, maxWaiting: 5, maxBytes: 100 })
  const gate = Promise.withResolvers<undefined>()
  const first = slots.run(1, null, async () => {
    await gate.promise
  })
  const canceler = new AbortController()
  let ran = false
  const second = slots.run(1, canceler.signal, async () => {
    ran = true
    await Promise.resolve()
  })
  canceler.abort(new Error('enough'))
  await expect(second).rejects.toThrow('enough')
  gate.resolve(undefined)
  await first
  expect([ran, slots.running, slots.waiting, slots.bytes]).toEqual([false, 0, 0, 0])
})

it('gives the place back when a task fails', async () => {
  const slots = new Slots({ places: 1, maxWaiting: 0, maxBytes: 1000 })
  await expect(slots.run(1, null, async () => await Promise.reject(new Error('no')))).rejects.toThrow('no')
  await expect(slots.run(1, null, async () => await Promise.resolve('yes'))).resolves.toBe('yes')
})
