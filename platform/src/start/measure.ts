import { Resolver } from 'node:dns/promises'
import type { Lab } from '../lab/lab.ts'
import type { Lease } from '../lab/lease.ts'
import type { Vm } from '../lab/vm.ts'
import { eventually } from '../process/time.ts'
import type { Address } from '../relay/tcp.ts'

/** A part of the report: what was asked, and what came back. Errors are told, not thrown. */
export interface Finding {
  readonly question: string
  readonly answer: string
}

export interface VmFinding {
  readonly vm: Vm
  readonly lease: Lease | undefined
}

const DNS_LIMIT_MS = 10_000

const answerOf = async (read: () => Promise<string>): Promise<string> => {
  try {
    return await read()
  } catch (error) {
    return `failed: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** The lease of each VM; undefined for one that got none in time. */
export const measureLeases = async ({ vms }: Lab, made: readonly Vm[]): Promise<readonly VmFinding[]> =>
  await Promise.all(made.map(async (vm) => ({ vm, lease: await vms.lease(vm.id).catch(() => undefined) })))

/** Loss and round-trip times in what ping(8) prints. */
export const summarizePing = (printed: string): string => {
  const loss = /(\d+) packets transmitted, (\d+) received/.exec(printed)
  const times = /= ([\d.]+)\/([\d.]+)\/([\d.]+)/.exec(printed)
  if (loss === null) return `failed: ${printed.trim()}`
  const [, sent, received] = loss
  const roundTrip =
    times === null ? '' : `, round trip ${times[1] ?? ''} / ${times[2] ?? ''} / ${times[3] ?? ''} ms (min / mean / max)`
  return `${received ?? ''} of ${sent ?? ''} answered${roundTrip}`
}

/** A ping from the first VM to the second. */
export const measurePing = async ({ vms }: Lab, from: VmFinding, to: VmFinding): Promise<Finding> => {
  const address = to.lease?.address.split('/')[0]
  const question = `ping ${from.vm.name} (${from.vm.node}) → ${to.vm.name} (${to.vm.node}), through Geneve`
  if (address === undefined) return { question, answer: `not tried: ${to.vm.name} has no lease` }
  const answer = answerOf(async () => {
    const { stdout, stderr } = await vms.exec(from.vm.id, ['ping', '-c', '10', '-i', '0.1', '-W', '1', address])
    return summarizePing(stdout === '' ? stderr : stdout)
  })
  return { question, answer: await answer }
}

/** A name, asked of CoreDNS for operators. */
export const measureOperatorDns = async (edge: Address, name: string): Promise<Finding> => {
  const server = `${edge.host}:${String(edge.port)}`
  const resolver = new Resolver({ timeout: 1_000, tries: 1 })
  resolver.setServers([server])
  const ask = async (): Promise<string> =>
    await eventually(async () => (await resolver.resolve4(name)).join(', '), {
      what: `${server} knows ${name}`,
      timeoutMs: DNS_LIMIT_MS,
    })
  return { question: `${name} from CoreDNS for operators (${server})`, answer: await answerOf(ask) }
}

/** A name, asked from inside a VM of the server that DHCP gave it. */
export const measureVmDns = async ({ vms }: Lab, { vm, lease }: VmFinding, name: string): Promise<Finding> => {
  const server = lease?.dns[0]
  const question = `${name} from inside ${vm.name}, of ${server ?? 'no server'} (by DHCP)`
  if (server === undefined) return { question, answer: 'not tried: no DNS server in the lease' }
  const ask = async (): Promise<string> =>
    await eventually(
      async () => {
        const { stdout } = await vms.exec(vm.id, ['dig', '+short', '+time=1', '+tries=1', `@${server}`, name, 'A'])
        const addresses = stdout.split('\n').filter((line) => /^[\d.]+$/.test(line))
        return addresses.length === 0 ? undefined : addresses.join(', ')
      },
      { what: `${server} answers ${vm.name}`, timeoutMs: DNS_LIMIT_MS },
    )
  return { question, answer: await answerOf(ask) }
}
