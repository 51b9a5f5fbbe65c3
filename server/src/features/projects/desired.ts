import { projectGroupName } from '../../ovn/names.ts'
import { projectGroupRef } from '../../ovn/refs.ts'
import type { DesiredRow } from '../../ovn/rows.ts'
import type { Site } from '../../ovn/site.ts'
import { portGroup } from '../../ovn/tables/port-group.ts'
import type { ProjectRoot } from './load.ts'

/** A project is the port group of its secured ports, which policies put their rules on. */
export const desiredProject = ({ id, name }: ProjectRoot, { deployment }: Site): readonly DesiredRow[] => [
  portGroup({ deployment, key: { kind: 'project', id } }, projectGroupRef(deployment, id), {
    name: projectGroupName(id),
    labels: { name },
  }),
]
