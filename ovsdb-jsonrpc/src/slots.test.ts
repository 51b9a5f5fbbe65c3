import { expect, it } from '@jest/globals'
import { QueueFullError } from './errors.ts'
import { Slots } from './slots.ts'

it('runs so many at a time, in the order of their coming, and refuses when too many wait', async () => {
  const slots = new Slots(2, 2)
  const log: string[] = []
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<undefined>())
  const runs = gates.map(async (gate, at) => {
    await slots.run(async () => {
      log.push(`begin ${String(at)}`)
      await gate.promise
      log.push(`end ${String(at)}`)
    })
  })
  await expect(
    slots.run(async () => {
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
  await expect(slots.run(async () => await Promise.resolve('free again'))).resolves.toBe('free again')
})

it('gives the place back when a task fails', async () => {
  const slots = new Slots(1, 0)
  await expect(slots.run(async () => await Promise.reject(new Error('no')))).rejects.toThrow('no')
  await expect(slots.run(async () => await Promise.resolve('yes'))).resolves.toBe('yes')
})
