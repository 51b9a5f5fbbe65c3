import { describe, expect, it } from '@jest/globals'
import { answersOf, type AnswerRow } from './answered.ts'

const node = (name: string, gateway = true): Parameters<typeof answersOf>[1][number] => ({
  ...{ name, gateway, service: 'in_service', isGivenUp: false },
})
const nodes = [node('hv1'), node('hv2'), node('hv3', false)]
const router = { id: 'r', distributed: true, asked: ['hv2', 'hv1'], mac: '02:00:00:00:00:10' }
const row: AnswerRow = {
  ...{ id: 'f', address: '203.0.113.50', network: 'n', vlan: null, inside: ['10.0.0.5'] },
  ...{ distributed: true, tied: false, ownMac: '02:00:00:00:00:50', upOn: 'hv3', router },
}
const local = { nodes: ['hv3'], answer: { mac: '02:00:00:00:00:50', isOwnMac: true } }
const central = { nodes: ['hv2', 'hv1'], answer: { mac: '02:00:00:00:00:10', isOwnMac: false } }

describe('who may answer for a floating IP', () => {
  it.each<[string, Partial<AnswerRow>, object | undefined]>([
    ['distributed: the hypervisor of its VM, alone', {}, local],
    ['central: all that may have the gateway', { distributed: false }, central],
    ['while its port is down: the same', { upOn: null }, central],
    ['tied to the gateway: the same', { tied: true }, central],
    ['on a router that is not distributed: the same', { router: { ...router, distributed: false } }, central],
    ['without a MAC address of its own: the same', { ownMac: null }, central],
    ['a router without a gateway: nobody', { distributed: false, router: { ...router, mac: null } }, undefined],
  ])('%s', (_, change, expected) => {
    const answers = answersOf({ ...row, ...change }, nodes)
    if (expected === undefined) expect(answers).toBeUndefined()
    else expect(answers).toMatchObject(expected)
  })
})
