import type { LabNetworks } from '../lab/networks.ts'
import type { Vm } from '../lab/vm.ts'
import type { Platform } from '../platform.ts'
import type { Finding, VmFinding } from './measure.ts'
import type { Workdir } from './terraform.ts'

/** Lines with columns of equal width; the last one is as long as it is. */
export const table = (rows: readonly (readonly string[])[]): string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('   ')
      .trimEnd(),
  )
}

const vmRow = ({ vm, lease }: VmFinding): string[] => [
  vm.name,
  vm.node,
  lease?.address ?? 'no lease',
  lease === undefined
    ? ''
    : `router ${lease.router ?? '–'}, DNS ${lease.dns.join(' ') || '–'}, ${String(lease.leaseSeconds)} s`,
]

/** The VMs and what was measured of them. */
export const describeVms = (vms: readonly VmFinding[], findings: readonly Finding[]): string[] => [
  '',
  ...table([['VM', 'node', 'address', 'lease'], ...vms.map(vmRow)]),
  '',
  ...table(findings.map(({ question, answer }) => [question, answer])),
]

/** What of the platform the report tells of. */
export type Told = Pick<Platform, 'endpoint' | 'tokens' | 'dataDir'> & {
  readonly lab: { readonly networks: Pick<LabNetworks, 'external'> } | undefined
}

/** What the quickstart has made. */
export interface Quickstart {
  /** where Terraform worked */
  readonly workdir: Workdir
  /** its own, in the order of their names: others may have the same names in other projects */
  readonly vms: readonly Vm[]
}

/** How to go on from here. */
export const describeUse = ({ endpoint, tokens, dataDir, lab }: Told, made: Quickstart | undefined): string[] => {
  const [vm, other] = made?.vms ?? []
  const rows = [
    ['API', `${endpoint}/v1`],
    ['token', `cat ${tokens.admin}`],
    ['try', `curl -H "Authorization: Bearer $(cat ${tokens.admin})" ${endpoint}/v1/ports`],
    ['logs', `${dataDir}/log`],
    // A VM is a network namespace: whatever runs in it is in the VM. So is the router of the external network.
    ...(vm === undefined ? [] : [[`in ${vm.name}`, `ip netns exec ${vm.namespace} ping -c 3 ${(other ?? vm).name}`]]),
    ...(lab === undefined ? [] : [['outside', `ip netns exec ${lab.networks.external} sh`]]),
  ]
  const commands = made === undefined ? [] : ['plan', 'destroy'].map((command) => terraformLine(made.workdir, command))
  return ['', ...table([...rows, ...commands]), '', 'Ctrl-C stops everything.']
}

/** To be pasted into another terminal. */
const terraformLine = ({ envFile, folder }: Workdir, command: string): string[] => [
  command,
  `. ${envFile} && terraform -chdir=${folder} ${command}`,
]
