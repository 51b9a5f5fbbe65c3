import type { OperationView } from '@quantumnet/api'

/** What decides what an operation says of itself. */
export interface OperationFacts {
  readonly action: OperationView['action']
  readonly state: OperationView['state']
  readonly target_name: string
  readonly done: number
  readonly total: number
}

const plural = (count: number, noun: string): string => `${String(count)} ${noun}${count === 1 ? '' : 's'}`

/** What has to happen before it goes on, in words; null when it ended. */
export const waitingFor = ({ action, state, target_name: name, done, total }: OperationFacts): string | null => {
  if (state !== 'running') return null
  switch (action) {
    case 'drain':
      return `${plural(total - done, 'port')} to leave ${name}: migrate or stop their VMs`
    case 'decommission':
      return `the chassis ${name} to be removed from OVN, which this version does not do by itself: run "ovn-sbctl chassis-del ${name}" once its ovn-controller is stopped`
  }
}

/** How far a drain has come: ports that came later count too, so the total may grow. */
export const drainProgress = (
  total: number,
  left: number,
): { readonly done: number; readonly total: number; readonly state: 'running' | 'succeeded' } => {
  const most = Math.max(total, left)
  return { done: most - left, total: most, state: left === 0 ? 'succeeded' : 'running' }
}
