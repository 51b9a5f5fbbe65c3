import { settle, SettleTimeout, type SettleOptions } from '@quantumnet/api'
import { failure, Refusal, warning, type Diagnostic } from '../../framework/index.ts'
import { withDeadline, type Deadline } from './deadline.ts'
import type { Resource } from './endpoint.ts'
import { refusalOf } from './problems.ts'

/**
 * Runs an operation under its deadline; what it throws becomes words for the user.
 * @param attempted such as "create quantumnet_port"
 */
export const attempt = async <T>(
  attempted: string,
  call: { readonly signal: AbortSignal; readonly timeoutMs: number },
  run: (deadline: Deadline) => Promise<T>,
): Promise<T> => {
  try {
    return await withDeadline(call, run)
  } catch (error) {
    if (call.signal.aborted)
      throw new Refusal([failure('Interrupted', `Terraform was stopped before it could ${attempted}.`)], {
        cause: error,
      })
    throw refusalOf(error, attempted)
  }
}

/** Reasons of what was accepted and has no effect, so that waiting for it is in vain: this version does not write it, or it asks for a hypervisor that is none. */
const IN_VAIN: readonly string[] = ['NotProgrammed', 'NoSuchNode']

const optionsFor = (until: SettleOptions['until'], deadline: Deadline): SettleOptions => ({
  until,
  timeoutMs: deadline.remainingMs(),
  signal: deadline.signal,
  sleep: deadline.pause,
})

const UNPLUGGED =
  'Terraform need not wait until a machine is plugged in: with `wait_for = "applied"` in the provider block it goes on as soon as a port is in OVN'

/** A port whose machine is started after the apply is waited for in vain. */
const withHint = (error: unknown, last: Resource): unknown =>
  error instanceof SettleTimeout && last.status.state === 'applied' && last.binding?.state === 'unbound'
    ? new SettleTimeout(`${error.message}. ${UNPLUGGED}`, { cause: error })
    : error

/** How to find out how far a change has come. */
export interface Waiter<View> {
  readonly read: () => Promise<View>
  readonly until: 'applied' | 'realized'
  readonly deadline: Deadline
  readonly warn: (diagnostic: Diagnostic) => void
}

/**
 * Waits until what was accepted is in OVN, or on the hypervisors. An interrupt ends the waiting without an error: the resource exists and is complete, and an
 * error would make Terraform replace it.
 * @param accepted the answer to the create or update
 * @throws SettleTimeout, ApiError, ConnectionError
 */
export const untilApplied = async <View extends Resource>(
  accepted: View,
  { read, until, deadline, warn }: Waiter<View>,
): Promise<View> => {
  let last = accepted
  let first = true
  try {
    const settled = await settle(
      async () => {
        // The answer to the request is the first reading.
        if (!first) last = await read()
        first = false
        return last
      },
      optionsFor(until, deadline),
    )
    const view = settled ?? last
    for (const condition of view.status.conditions.filter(({ reason }) => IN_VAIN.includes(reason)))
      warn(warning('Not in effect', `${condition.type}: ${condition.message}.`))
    return view
  } catch (error) {
    if (!deadline.interrupted()) throw withHint(error, last)
    warn(warning('Not waited for', `The change was accepted, and is "${last.status.state}" as it was seen last.`))
    return last
  }
}

/** Waits until a resource is gone. @throws SettleTimeout, ApiError, ConnectionError */
export const untilGone = async <View extends Resource>(
  read: () => Promise<View>,
  deadline: Deadline,
): Promise<void> => {
  await settle(read, optionsFor('gone', deadline))
}
