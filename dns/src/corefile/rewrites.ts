import { nested } from './parts.ts'

/** Translations of names between what VMs ask for and what the primaries hold (CoreDNS, plugin rewrite). Every name here has been checked. */

const escaped = (name: string): string => name.replaceAll('.', '\\.')

/** Names below `from` become names below `to`, and those of the answer, data included, come back. */
const translation = (from: string, to: string): string[] =>
  nested('rewrite stop', [
    `name regex ^(|.*\\.)${escaped(from)}\\.$ {1}${to}.`,
    `answer name ^(|.*\\.)${escaped(to)}\\.$ {1}${from}.`,
    `answer value ^(|.*\\.)${escaped(to)}\\.$ {1}${from}.`,
  ])

/**
 * `<vm>.<root>` is `<vm>` in the asker's own project. The project's own name is left alone: as `<label>.<label>.<root>` it would not exist, and
 * by RFC 8020 neither would anything below it.
 */
export const shortNameLines = (zone: string, root: string): string[] => [
  ...nested('rewrite stop', [`name exact ${zone}. ${zone}.`]),
  ...nested('rewrite stop', [`name regex ^([^.]+)\\.${escaped(root)}\\.$ {1}.${zone}. answer auto`]),
]

/** A domain that several projects may have, each for itself. */
export const viewLines = ({ domain, zone }: { readonly domain: string; readonly zone: string }): string[] =>
  translation(domain, zone)

/** Reverse names stand below the network's zone as a whole. The zone's own name, in the SOA record of a denial, becomes the domain of all of them. */
export const arpaLines = (zone: string): string[] => [
  ...nested('rewrite stop', [
    `name regex ^(.*\\.arpa)\\.$ {1}.${zone}.`,
    `answer name ^(.*\\.arpa)\\.${escaped(zone)}\\.$ {1}.`,
    `answer name ^${escaped(zone)}\\.$ arpa.`,
    `answer value ^(.*\\.arpa)\\.${escaped(zone)}\\.$ {1}.`,
  ]),
]
