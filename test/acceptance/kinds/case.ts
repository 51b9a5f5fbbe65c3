import type { Route } from '@quantumnet/api'

type Values = Readonly<Record<string, unknown>>

/** An update request, or what makes one of the resource as the API answers it. */
export type Drift = Values | ((answer: Values, idOf: (address: string) => unknown) => Values)

/** One kind of resource, in words of Terraform, as the suite tries it. */
export interface KindCase {
  /** without `quantumnet_` */
  readonly kind: string
  /** what it needs to stand in; the resource itself is `.t` */
  readonly base: string
  /** the least that it can be made of */
  readonly minimal: string
  /** what that comes to */
  readonly made: object
  /** everything that can be changed is another value than in `minimal` */
  readonly changed: string
  readonly madeOfChanged: object
  /** what it comes to when it goes back to `minimal`: what is left out then may stay as it is */
  readonly again?: object
  /** what imports of `minimal` and `changed` give otherwise: spelt as the API does, or not to be had again */
  readonly imported?: object
  readonly respelt?: object
  /**
   * Update requests behind Terraform's back after `changed`, each of which a plan is to see. Together with those of other cases of the kind
   * they name every field of an update request.
   */
  readonly drifts: readonly Drift[]
  /** By attribute whose change forces a new resource: `changed` with another value of it; as for drifts, all cases of a kind name all. */
  readonly replaced: Readonly<Record<string, string>>
  readonly routes: { readonly create: Route; readonly get: Route; readonly update: Route }
}
