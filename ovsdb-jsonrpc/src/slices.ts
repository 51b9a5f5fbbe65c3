/** Milliseconds of work after which the event loop gets its turn. */
const sliceMs = 8

/** Work that can be put aside at every `yield`. */
export type Steps<R> = Generator<void, R, void>

/** Carries work out: at once when it is short, else in slices between which the event loop goes on. */
export const inSlices = <R>(steps: Steps<R>): R | Promise<R> => {
  const first = oneSlice(steps)
  return first.done === true ? first.value : moreSlices(steps)
}

const oneSlice = <R>(steps: Steps<R>): IteratorResult<void, R> => {
  const until = performance.now() + sliceMs
  for (;;) {
    const result = steps.next()
    if (result.done === true) return result
    if (performance.now() > until) return { done: false, value: undefined }
  }
}

const moreSlices = async <R>(steps: Steps<R>): Promise<R> => {
  for (;;) {
    await new Promise((resolve) => setImmediate(resolve))
    const result = oneSlice(steps)
    if (result.done === true) return result.value
  }
}
