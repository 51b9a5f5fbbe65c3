import { describe, expect, it } from '@jest/globals'
import { migrationStates, type MigrationState, type NodeState } from '@quantumnet/api'
import { checkDestination, liveStates, nextState, sourceOf, stepTo, type Step } from './rules.ts'

const STEPS: readonly Step[] = ['destination_ready', 'destination_lost', 'switch', 'moved', 'abort', 'fail']

describe('the steps of a migration', () => {
  it.each<[MigrationState, readonly (MigrationState | undefined)[]]>([
    // ready, lost, switch, moved, abort, fail
    ['preparing', ['prepared', undefined, undefined, undefined, 'aborted', 'aborted']],
    ['prepared', [undefined, 'preparing', 'switching', undefined, 'aborted', 'aborted']],
    ['switching', [undefined, undefined, undefined, 'done', undefined, 'aborted']],
    ['done', [undefined, undefined, undefined, undefined, undefined, undefined]],
    ['aborted', [undefined, undefined, undefined, undefined, undefined, undefined]],
  ])('from %s', (state, next) => {
    expect(STEPS.map((step) => nextState(state, step))).toEqual(next)
  })

  it('end in done or aborted, and from everywhere else an end can be reached', () => {
    expect(liveStates).toEqual(['preparing', 'prepared', 'switching'])
    for (const state of migrationStates) expect(liveStates.includes(state)).toBe(nextState(state, 'fail') === 'aborted')
  })

  it.each<['switch' | 'abort', MigrationState, string]>([
    ['switch', 'preparing', 'is preparing: it can be switched once the destination has plugged in all its ports'],
    ['abort', 'switching', 'is switching: it can be aborted until it is switched'],
    ['abort', 'done', 'is done'],
  ])('%s is refused from %s with the reason', (step, state, message) => {
    expect(() => stepTo({ id: 'm', state }, step)).toThrow(message)
  })
})

const port = (id: string, node: string | null): Parameters<typeof sourceOf>[0][number] => ({
  id,
  name: id,
  binding_node: node,
})

describe('where a migration starts', () => {
  it('is the node of its ports', () => {
    expect(sourceOf([port('a', 'hv1'), port('b', 'hv1')])).toBe('hv1')
  })
  it.each([
    [[port('a', null)], 'port "a" (a) is on no hypervisor'],
    [[port('a', 'hv1'), port('b', null)], 'port "b" (b) is on no hypervisor'],
    [[port('a', 'hv2'), port('b', 'hv1')], 'on several hypervisors (hv1, hv2)'],
  ])('is refused with %j', (ports, message) => {
    expect(() => sourceOf(ports)).toThrow(message)
  })
})

describe('where a migration leads', () => {
  it.each<[string, NodeState | undefined, string | undefined]>([
    ['hv2', 'ready', undefined],
    ['hv2', undefined, 'there is no hypervisor "hv2"'],
    ['hv1', 'ready', 'is where the port is already'],
    ['hv2', 'silent', 'is silent'],
    ['hv2', 'draining', 'is draining'],
    ['hv2', 'drained', 'is drained'],
    ['hv2', 'decommissioned', 'is decommissioned'],
  ])('to %s that is %s', (name, state, message) => {
    const check = (): void => {
      checkDestination(name, 'hv1', state === undefined ? undefined : { state })
    }
    if (message === undefined) expect(check).not.toThrow()
    else expect(check).toThrow(message)
  })
})
