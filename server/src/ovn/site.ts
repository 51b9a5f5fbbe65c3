/** What every row depends on beside its root. */
export interface Site {
  readonly deployment: string
  /** zone above the projects' zones, without a trailing dot */
  readonly dnsZone: string
}
