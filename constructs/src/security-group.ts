import { CreateSecurityGroup, CreateSecurityGroupRule } from '@quantumnet/api'
import { Construct } from 'constructs'
import { Connections, type IConnectable } from './connections.ts'
import { SecurityGroupResource } from './gen/security-group-resource.ts'
import { SecurityGroupRuleResource } from './gen/security-group-rule-resource.ts'
import { checked, keyOf } from './kit/check.ts'
import { RESOURCE, type CommonProps } from './kit/common.ts'
import type { IProject, ISecurityGroup } from './references.ts'
import type { Port, Remote } from './traffic.ts'

/** What a {@link SecurityGroup} is made from. */
export interface SecurityGroupProps extends CommonProps {
  /** The tenant that owns it. Default: the provider's `project`. */
  readonly project?: IProject | undefined
  /** Whether replies pass by themselves. Default: true. */
  readonly stateful?: boolean | undefined
  /** What becomes of packets from members that no rule is about. Default: `allow`. */
  readonly defaultEgress?: 'allow' | 'deny' | undefined
}

const ELSEWHERE =
  'this group is made elsewhere, and its rules there: make them with SecurityGroupRuleResource, or give the port a SecurityGroup of this app beside it'

/** The members of a group, as the other end of a rule. They may have addresses of either family. */
const membersOf = ({ securityGroupId }: ISecurityGroup): Remote => ({
  ethertypes: ['ipv4', 'ipv6'],
  remoteGroup: securityGroupId,
})

/** Rules for the ports that are its members. Without one nothing reaches them; what they send passes, unless `defaultEgress` is `deny`. */
export class SecurityGroup extends Construct implements ISecurityGroup, IConnectable {
  /** The binding that it becomes. */
  readonly resource: SecurityGroupResource
  /** What becomes of packets from members that no rule is about. */
  readonly defaultEgress: 'allow' | 'deny'
  /** Who may talk to it, and to whom it may. */
  readonly connections: Connections

  /** @throws Error when a value is not what the API takes */
  constructor(scope: Construct, id: string, props: SecurityGroupProps = {}) {
    super(scope, id)
    const { project, ...own } = props
    const config = { ...own, name: props.name ?? id, project: project?.projectId }
    this.defaultEgress = props.defaultEgress ?? 'allow'
    this.resource = new SecurityGroupResource(
      this,
      RESOURCE,
      checked(this, CreateSecurityGroup, SecurityGroupResource, config),
    )
    const remotes = [{ ...membersOf(this), key: this.node.path }]
    this.connections = new Connections({ groups: [this], remotes, noGroups: '', noRemotes: '' })
  }

  /** A group that is made elsewhere: ports can be its members, rules can be about these, and its own rules are made there. */
  static fromSecurityGroupId(securityGroupId: string): ISecurityGroup & IConnectable {
    const remotes = [membersOf({ securityGroupId })]
    const ends = { groups: [], remotes, elsewhere: true, noGroups: ELSEWHERE, noRemotes: '' }
    return { securityGroupId, connections: new Connections(ends) }
  }

  get securityGroupId(): string {
    return this.resource.id
  }

  /** Allows packets of this kind, one rule for each family of the other end. What is allowed already stays so. */
  addRule(direction: 'ingress' | 'egress', remote: Remote, port: Port): void {
    const { ethertypes, key = keyOf(this, remote, remote.remoteGroup ?? 'any'), ...other } = remote
    for (const ethertype of ethertypes) {
      const id = `${direction}-${ethertype}-${port.key}-${key}`
      if (this.node.tryFindChild(id) !== undefined) continue
      const config = {
        securityGroup: this.securityGroupId,
        ...{ direction, ethertype, ...port.match(ethertype), ...other },
      }
      const rule = checked(this, CreateSecurityGroupRule, SecurityGroupRuleResource, config)
      new SecurityGroupRuleResource(this, id, rule)
    }
  }
}
