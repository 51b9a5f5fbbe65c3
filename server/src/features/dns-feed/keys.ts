import type { LoggedEvent } from '../../events/tail.ts'

/** Kinds whose changes may show in any name of their project's zones. Of a network, that it is there. */
const OF_PROJECTS: ReadonlySet<string> = new Set<LoggedEvent['kind']>(['project', 'network', 'dns_zone', 'dns_record'])

/** So that there are never many more keys than projects, while nobody follows. */
const MOST_PORTS = 10_000

/** Projects and ports whose names have to be looked at. */
export interface Keys {
  readonly projects: readonly string[]
  /** each with its project */
  readonly ports: readonly (readonly [port: string, project: string])[]
}

/** What has to be looked at again. A project whose zones are looked at needs no look at its ports. */
export class StaleNames {
  #projects = new Set<string>()
  #ports = new Map<string, string>()

  get isEmpty(): boolean {
    return this.#projects.size === 0 && this.#ports.size === 0
  }

  /** Where a port is bound, and how far a resource has come, does not show. */
  addEvents(events: readonly Pick<LoggedEvent, 'kind' | 'action' | 'project' | 'id'>[]): void {
    for (const { kind, action, project, id } of events) {
      if (action === 'status' || project === null) continue
      if (OF_PROJECTS.has(kind)) this.#projects.add(project)
      else if (kind === 'port') this.#ports.set(id, project)
    }
    if (this.#ports.size > MOST_PORTS) this.#forgetPorts()
  }

  add({ projects, ports }: Keys): void {
    for (const project of projects) this.#projects.add(project)
    for (const [port, project] of ports) this.#ports.set(port, project)
  }

  take(): Keys {
    const projects = this.#projects
    const ports = [...this.#ports].filter(([, project]) => !projects.has(project))
    this.#projects = new Set()
    this.#ports = new Map()
    return { projects: [...projects], ports }
  }

  #forgetPorts(): void {
    for (const project of this.#ports.values()) this.#projects.add(project)
    this.#ports = new Map()
  }
}
