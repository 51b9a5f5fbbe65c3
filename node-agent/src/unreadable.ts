import type { UnreadableMatch } from '@quantumnet/api'

/**
 * Matches of OVN that ovn-controller cannot read. Only its log tells, when it meets one, and a few times a minute at most; that one can be read
 * now it never tells. So as long as there is one it is asked to look at everything again with its tongue untied, and what it says then is all there is.
 * Pure.
 */

/** More are not told: who sees so many has one fault and not a hundred. */
const MOST = 100
const LONGEST_MATCH = 2_000
const LONGEST_ERROR = 300

/** Looking at everything costs ovn-controller as much as its start. */
const FIRST_PAUSE_MS = 5_000
const LONGEST_PAUSE_MS = 300_000

/** How ovn-controller's module lflow words it. */
const LINE = /\|lflow\|WARN\|error parsing match "(.*)": (.*)$/

/** What a line of ovn-controller's log says of a match; undefined when it is about something else. */
export const readLine = (line: string): UnreadableMatch | undefined => {
  const [, match, error] = LINE.exec(line) ?? []
  if (match === undefined || error === undefined) return undefined
  return { match: match.slice(0, LONGEST_MATCH), error: error.slice(0, LONGEST_ERROR) }
}

/** What is known by now; times are in milliseconds of any steady clock. */
export class Unreadable {
  #errors = new Map<string, UnreadableMatch>()
  #pauseMs = FIRST_PAUSE_MS
  #lastAt = 0

  get list(): readonly UnreadableMatch[] {
    return [...this.#errors.values()]
  }

  /** Takes in what the log said by itself. */
  heard(lines: readonly string[], nowMs: number): void {
    const before = this.#errors.size
    this.#add(lines)
    if (this.#errors.size === before) return
    this.#pauseMs = FIRST_PAUSE_MS
    this.#lastAt = nowMs
  }

  /** Whether ovn-controller is to be asked to look at everything again. */
  asks(nowMs: number): boolean {
    return this.#errors.size > 0 && nowMs - this.#lastAt >= this.#pauseMs
  }

  /** Takes in all that it said while it looked at everything. */
  looked(lines: readonly string[], nowMs: number): void {
    this.#errors = new Map()
    this.#add(lines)
    this.#pauseMs = Math.min(LONGEST_PAUSE_MS, this.#pauseMs * 2)
    this.#lastAt = nowMs
  }

  #add(lines: readonly string[]): void {
    for (const line of lines) {
      const said = readLine(line)
      if (said !== undefined && this.#errors.size < MOST) this.#errors.set(said.match, said)
    }
  }
}
