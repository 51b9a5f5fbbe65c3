import { chmodSync, readFileSync } from 'node:fs'
import { Client, routes } from '@quantumnet/api'
import { run, startPlatform, type Hypervisor, type Lab, type Platform } from '@quantumnet/platform'
import pg from 'pg'
import { scratchFolder } from '../../platform/scratch-folder.ts'
import { startCapture, type Capture, type CaptureSpec } from './capture.ts'
import { Host } from './host.ts'
import { Outsider, type OutsideOptions } from './outsider.ts'
import type { Stage } from './stage.ts'
import { Tenant, type NetOptions } from './tenant.ts'

export interface SceneOptions {
  /** Default 2: hv1 and hv2. */
  readonly hypervisors?: number
}

export interface MachineOptions {
  /** Of the port that it will have. */
  readonly id: string
  readonly mac: string
  readonly name: string
  /** Default: hv1 */
  readonly on?: string
}

/** The whole platform, with the words in which scenarios are written. */
export class Scene implements Stage {
  readonly platform: Platform
  readonly lab: Lab
  readonly client: Client
  readonly hosts: Host[] = []
  readonly tenants: Tenant[] = []
  readonly chosen = new Set<string>()

  constructor(platform: Platform) {
    if (platform.lab === undefined) throw new Error('the lab was left out')
    this.platform = platform
    this.lab = platform.lab
    this.client = new Client({ endpoint: platform.endpoint, token: readFileSync(platform.tokens.admin, 'utf8').trim() })
  }

  /** A project, with a network `main` unless `main` is false. */
  async tenant(name: string, main: NetOptions | false = {}): Promise<Tenant> {
    const tenant = new Tenant(this, await this.client.call(routes.projects.create, { body: { name } }))
    if (main !== false) await tenant.net('main', main)
    this.tenants.push(tenant)
    return tenant
  }

  hypervisor(name: string): Hypervisor {
    const found = this.lab.hypervisors.find((hypervisor) => hypervisor.name === name)
    if (found === undefined) throw new Error(`there is no hypervisor ${name}`)
    return found
  }

  /** A machine on the physical network, which OVN knows nothing of: untagged unless it is in a VLAN. */
  async outside(name: string, { address, vlan, at = 'hv1' }: OutsideOptions): Promise<Outsider> {
    const spec = { name, addresses: [address], at, ...(vlan !== undefined && { vlan }) }
    const outsider = new Outsider(await this.lab.outside.add(spec))
    this.hosts.push(outsider)
    return outsider
  }

  /** Watches what passes between a hypervisor and the others (`underlay`), or the outside (`external`). */
  async captureAt(
    node: string,
    device: 'underlay' | 'external',
    filter: string,
    options: Pick<CaptureSpec, 'direction' | 'verbose'> = {},
  ): Promise<Capture> {
    return await startCapture({ namespace: this.hypervisor(node).namespace, device, filter, ...options })
  }

  /** Switches a machine on before there is a port for it: what libvirt would do with an interface that nobody expects. */
  async machine({ id, mac, name, on = 'hv1' }: MachineOptions): Promise<Host> {
    const { namespace } = await this.lab.vms.create({ id, portId: id, mac, name, node: on })
    const host = new Host({ name, namespace })
    this.hosts.push(host)
    return host
  }

  /** ovn-nbctl. */
  async nbctl(...args: string[]): Promise<string> {
    return (await run(['ovn-nbctl', `--db=${this.platform.ovn?.nb ?? ''}`, '--timeout=15', ...args])).trim()
  }

  /** ovn-sbctl. */
  async sbctl(...args: string[]): Promise<string> {
    return (await run(['ovn-sbctl', `--db=${this.platform.ovn?.sb ?? ''}`, '--timeout=15', ...args])).trim()
  }

  /** A statement on a connection of its own to the server's PostgreSQL. */
  async sql<T extends pg.QueryResultRow>(text: string, ...values: unknown[]): Promise<T[]> {
    const connection = new pg.Client({ connectionString: this.platform.databaseUrl })
    await connection.connect()
    try {
      return (await connection.query<T>(text, values)).rows
    } finally {
      await connection.end()
    }
  }
}

/** Starts the platform in a folder of its own. @throws Error with what it said when it does not start */
export const startScene = async (
  options: SceneOptions = {},
): Promise<{ readonly scene: Scene; readonly folder: string; end: () => Promise<void> }> => {
  const folder = scratchFolder()
  // PostgreSQL runs as another user and has to get in.
  chmodSync(folder.path, 0o755)
  const lines: string[] = []
  const platform = await startPlatform({
    ...{ dataDir: folder.path, durable: false, log: (line) => lines.push(line), ...options },
  }).catch((error: unknown) => {
    folder.remove()
    throw new Error(`the platform did not start:\n${lines.join('\n')}`, { cause: error })
  })
  const scene = new Scene(platform)
  return {
    scene,
    folder: folder.path,
    end: async () => {
      for (const host of scene.hosts) host.leave()
      await platform.stop()
      folder.remove()
    },
  }
}
