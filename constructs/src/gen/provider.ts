// Generated from the schema of the provider: change that, and run `npm run gen`.
import type { Construct } from 'constructs'
import { BoundProvider } from '../bindings/elements.ts'

/** Configuration of a {@link QuantumnetProvider}. */
export interface QuantumnetProviderConfig {
  /** Tells it from other providers of this kind in the stack; constructs name it as `provider`. */
  readonly alias?: string | undefined
  /** URL of the API. Default: `QUANTUMNET_ENDPOINT` in the environment. */
  readonly endpoint?: string | undefined
  /** Token of the API. Default: `QUANTUMNET_TOKEN` in the environment. */
  readonly token?: string | undefined
  /** Certificates in PEM, or the path of a file with them, by one of which that of the API is signed. Default: `QUANTUMNET_CA` in the environment, else those that Node trusts. */
  readonly ca?: string | undefined
  /** Id of the project of every resource that names none. Default: `QUANTUMNET_PROJECT` in the environment. */
  readonly project?: string | undefined
  /** Labels of every resource beside its own, which go before them. `labels_all` of a resource shows both. */
  readonly defaultLabels?: Readonly<Record<string, string>> | undefined
  /** How far a change has to come before Terraform goes on: `applied`, in OVN; or `realized`, on the hypervisors that it concerns, which for a port is when its machine is plugged in. Default: `applied`. */
  readonly waitFor?: string | undefined
}

/** Networks, routers, security groups, floating IPs, load balancers and names of a QuantumNet deployment. */
export class QuantumnetProvider extends BoundProvider {
  /** Its name in Terraform. */
  static readonly tfResourceType = 'quantumnet'

  constructor(scope: Construct, id: string, config: QuantumnetProviderConfig = {}) {
    super(scope, id, { type: 'quantumnet', version: '0.1.0', config, shape: {} })
  }
}
