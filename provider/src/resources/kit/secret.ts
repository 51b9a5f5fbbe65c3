import type { ObjectValue } from '../../framework/index.ts'
import type { Hint } from './derive/hints.ts'

/** Secrets that only the answer to a creation tells: from then on the state has them, and nobody else. */

export const secretHint: Hint = {
  text: 'The secret. Null after an import: only its creation tells it.',
  sensitive: true,
  steady: true,
}

export const withSecret = (state: ObjectValue, reference: ObjectValue): ObjectValue => ({
  ...state,
  secret: state['secret'] ?? (typeof reference['secret'] === 'string' ? reference['secret'] : null),
})

export const LOST_SECRET = 'Its secret was lost with the answer to the first request, and is not told again.'
