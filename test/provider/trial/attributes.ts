import {
  computed,
  defaulted,
  int,
  number,
  optional,
  optionalComputed,
  required,
  setOf,
  string,
  useStateForUnknown,
  writeOnly,
} from '@quantumnet/provider/framework'

/** What a thing of the trial provider has: one attribute of each behaviour. */
export const thingAttributes = {
  id: computed(string, 'Id.', { plan: [useStateForUnknown()] }),
  name: required(string, 'Name.'),
  size: optional(number, 'Any number.'),
  parts: optional(setOf(string), 'Parts.'),
  colour: optionalComputed(string, 'Colour.', { plan: [useStateForUnknown()] }),
  count_of_parts: computed(int, 'How many parts.'),
  secret: writeOnly(string, 'Kept out of plan and state.'),
  secret_version: defaulted(int, 0, 'Another one hands the secret over again.'),
  text: optional(string, 'Any text.'),
}
