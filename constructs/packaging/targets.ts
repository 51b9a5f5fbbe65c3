import { provider } from '@quantumnet/provider'

/** The two packages that are made of the same sources (ADR 58). */

/** A package, and the framework whose constructs it has. */
export interface Target {
  readonly name: string
  readonly framework: 'cdktf' | 'cdktn'
  /** What users install beside it, in ranges that npm takes together. */
  readonly peers: Readonly<Record<string, string>>
}

// cdktn takes fewer versions of constructs than cdktf: the ranges are those of the frameworks themselves.
export const TARGETS: readonly Target[] = [
  {
    name: '@quantumnet/constructs',
    framework: 'cdktf',
    peers: { cdktf: '^0.21.0', constructs: '^10.4.2' },
  },
  {
    name: '@quantumnet/constructs-cdktn',
    framework: 'cdktn',
    peers: { cdktn: '^0.24.0', constructs: '>=10.6.0 <10.8.0' },
  },
]

/** A package has the version of the provider whose schema its bindings are from. */
export const VERSION = provider.version
