import { dependable, Lazy, TerraformStack } from 'cdktf'
import { Construct } from 'constructs'
import type { ISubnet } from '../references.ts'

/**
 * What `dependsOn` of a resource is that the API refuses before a router is in this subnet: the interfaces in it, also those that are made after this.
 * Terraform waits for what is in the same stack; another stack is applied before by itself.
 */
export const afterRouters = (construct: Construct, { routerInterfaces }: ISubnet): string[] =>
  Lazy.listValue({
    produce: () =>
      routerInterfaces
        .filter((each) => Construct.isConstruct(each) && TerraformStack.of(each) === TerraformStack.of(construct))
        .map((each) => dependable(each)),
  })
