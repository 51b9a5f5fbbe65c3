import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { run } from '../process/run.ts'
import { identityOf, isAlive } from '../process/identity.ts'
import { isRoot } from '../process/user.ts'
import { which } from '../process/which.ts'

/** Programs that are needed, and the Debian packages that bring them. */
export type Requirements = Readonly<Record<string, string>>

export const OVN_CENTRAL: Requirements = {
  'ovsdb-server': 'openvswitch-switch',
  'ovsdb-tool': 'openvswitch-common',
  'ovn-northd': 'ovn-central',
  'ovn-appctl': 'ovn-common',
}

export const LAB: Requirements = {
  'ovs-vswitchd': 'openvswitch-switch',
  'ovn-controller': 'ovn-host',
  ip: 'iproute2',
  ethtool: 'ethtool',
  udhcpc: 'udhcpc',
  nft: 'nftables',
  ping: 'iputils-ping',
  dig: 'bind9-dnsutils',
}

/** What scenarios send and watch with, beside what is in every Debian. */
export const SCENARIOS: Requirements = {
  tcpdump: 'tcpdump',
  dhclient: 'isc-dhcp-client',
}

const POLICY_FILE = '/usr/sbin/policy-rc.d'
const POLICY_MARK = '# by quantumnet, while packages are installed'
const INSTALL_LIMIT_MS = 600_000

const packagesFor = (requirements: Requirements): string[] => {
  const missing = Object.entries(requirements).filter(([program]) => which(program) === undefined)
  return [...new Set(missing.map(([, name]) => name))]
}

const policyOf = (pid: number): string =>
  `#!/bin/sh\n${POLICY_MARK} (process ${String(pid)}, started ${identityOf(pid)?.started ?? '?'})\nexit 101\n`

/** Removes the policy of ours that a run left which was killed amid an installation: with it no package could ever start a service again. */
const removeStalePolicy = (): void => {
  if (!existsSync(POLICY_FILE)) return
  const policy = readFileSync(POLICY_FILE, 'utf8')
  if (!policy.includes(POLICY_MARK)) return
  const [, pid = '0', started = ''] = /process (\d+), started (\d+)/.exec(policy) ?? []
  if (!isAlive({ pid: Number(pid), started })) rmSync(POLICY_FILE, { force: true })
}

/**
 * Keeps the packages' services from being started while `install` runs: they would take the usual ports, and they are not ours to run.
 * A policy-rc.d that is there already belongs to the machine's owner, or to another start that installs, and stays.
 */
const withoutServices = async (install: () => Promise<void>): Promise<void> => {
  const ours = !existsSync(POLICY_FILE)
  if (ours) writeFileSync(POLICY_FILE, policyOf(process.pid), { mode: 0o755 })
  try {
    await install()
  } finally {
    if (ours) rmSync(POLICY_FILE, { force: true })
  }
}

const aptGet = async (...args: string[]): Promise<void> => {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run(['apt-get', '-q', '-y', ...args], { env, timeoutMs: INSTALL_LIMIT_MS })
}

/** Why the programs cannot be had, in one line; undefined when all of them are there, or are now. */
export const ensurePrograms = async (
  requirements: Requirements,
  log: (line: string) => void,
): Promise<string | undefined> => {
  if (isRoot()) removeStalePolicy()
  const packages = packagesFor(requirements)
  if (packages.length === 0) return undefined
  const missing = `Debian packages ${packages.join(', ')} are missing`
  if (!isRoot()) return `${missing}: run as root, or install them (apt-get install ${packages.join(' ')})`
  if (which('apt-get') === undefined) return `${missing}, and there is no apt-get to install them with`
  log(`installing Debian packages ${packages.join(' ')} (their services stay off)`)
  try {
    await withoutServices(async () => {
      await aptGet('update')
      await aptGet('install', '--no-install-recommends', ...packages)
    })
  } catch (error) {
    return `${missing}, and installing them failed: ${error instanceof Error ? error.message : String(error)}`
  }
  const still = packagesFor(requirements)
  return still.length === 0
    ? undefined
    : `Debian packages ${still.join(', ')} are installed but lack a program that is needed`
}
