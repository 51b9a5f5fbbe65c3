import { routes } from '@quantumnet/api'
import type { Scene, Vm } from '../kit/index.ts'
import { Tenant } from '../kit/tenant.ts'

/**
 * Boots a VM on each port of a project that names one, at the hypervisors in turn. By name; @throws Error for a name that is not there
 */
export const bootVms = async (scene: Scene, project: string): Promise<(name: string) => Vm> => {
  const { items: projects } = await scene.client.call(routes.projects.list, { query: { name: project } })
  const found = projects.find(({ name }) => name === project)
  if (found === undefined) throw new Error(`there is no project ${project}`)
  const tenant = new Tenant(scene, found)
  const { items } = await scene.client.call(routes.ports.list, { query: { project: found.id } })
  const ports = items.filter(({ vm }) => vm.name !== null).sort((a, b) => a.name.localeCompare(b.name, 'en'))
  const vms = await Promise.all(
    ports.map(async (port, index) => await tenant.boot(port, { on: `hv${String(1 + (index % 2))}` })),
  )
  return (name) => {
    const vm = vms.find(({ port }) => port.hostname === name)
    if (vm === undefined) throw new Error(`${project} has no VM ${name}`)
    return vm
  }
}
