import { CreateProject } from '@quantumnet/api'
import { Construct } from 'constructs'
import { ProjectResource } from './gen/project-resource.ts'
import { checked } from './kit/check.ts'
import { RESOURCE, type CommonProps } from './kit/common.ts'
import type { IProject } from './references.ts'

/** What a {@link Project} is made from. */
export interface ProjectProps extends CommonProps {
  /** The project's part of its VMs' names: `vm.LABEL.internal`. Default: made from the name. */
  readonly dnsLabel?: string | undefined
  /** How many of a kind it may have, such as `{ port: 100 }`. Default: the deployment's. */
  readonly quotas?: Readonly<Record<string, number>> | undefined
}

/** A tenant: it owns networks, and its VMs find each other by name. */
export class Project extends Construct implements IProject {
  /** The binding that it becomes. */
  readonly resource: ProjectResource

  /** @throws Error when a value is not what the API takes */
  constructor(scope: Construct, id: string, props: ProjectProps = {}) {
    super(scope, id)
    const config = { ...props, name: props.name ?? id }
    this.resource = new ProjectResource(this, RESOURCE, checked(this, CreateProject, ProjectResource, config))
  }

  /** A project that is made elsewhere. */
  static fromProjectId(projectId: string): IProject {
    return { projectId }
  }

  get projectId(): string {
    return this.resource.id
  }
}
