import { isGiven, type Knowns, type Planneds, type Unknown } from '@quantumnet/provider/framework'
import type { thingAttributes } from './attributes.ts'

type Thing = Knowns<typeof thingAttributes>

/** The backend of the trial provider, and what it was told. */
export class Shelf {
  readonly things = new Map<string, Thing>()
  /** secrets in the order in which they were handed over */
  readonly secrets: (string | Unknown | null)[] = []
  /** private notes as each read found them */
  readonly notes: (string | undefined)[] = []
  /** what became of ephemeral keys */
  readonly keys: string[] = []
  readonly now: () => Date

  constructor(now: () => Date) {
    this.now = now
  }

  put(id: string, planned: Planneds<typeof thingAttributes>): Thing {
    const colour = isGiven(planned.colour) ? planned.colour : 'grey'
    const count = planned.parts?.length ?? 0
    this.things.set(id, { ...planned, id, colour, count_of_parts: count })
    return this.get(id)
  }

  /** @throws Error when there is no such thing */
  get(id: string): Thing {
    const found = this.things.get(id)
    if (found === undefined) throw new Error(`there is no ${id}`)
    return found
  }
}
