/** What a VM got from DHCP. */
export interface Lease {
  /** With its prefix length, for example `10.0.0.5/24`. */
  readonly address: string
  readonly router: string | undefined
  readonly dns: readonly string[]
  readonly domain: string | undefined
  readonly mtu: number | undefined
  readonly leaseSeconds: number
  readonly server: string
}

/** Reads the lines that `udhcpc-event` writes, one `name=value` each. @throws Error when it holds no lease */
export const parseLease = (text: string): Lease => {
  const values = new Map(
    text
      .split('\n')
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
  )
  const value = (name: string): string | undefined => (values.get(name) === '' ? undefined : values.get(name))
  const ip = value('ip')
  const mask = value('mask')
  if (ip === undefined || mask === undefined) throw new Error(`not a lease: ${text}`)
  const mtu = value('mtu')
  return {
    address: `${ip}/${mask}`,
    router: value('router')?.split(' ')[0],
    dns: value('dns')?.split(' ') ?? [],
    domain: value('domain'),
    mtu: mtu === undefined ? undefined : Number(mtu),
    leaseSeconds: Number(value('lease') ?? 0),
    server: value('serverid') ?? '',
  }
}
