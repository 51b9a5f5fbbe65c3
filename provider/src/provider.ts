import packageJson from '../package.json' with { type: 'json' }
import { attributes, connectionOptions } from './configuration.ts'
import { ephemeralToken } from './ephemeral/token.ts'
import { defineProvider } from './framework/index.ts'
import { functions } from './functions/index.ts'
import { Connection } from './resources/kit/connection.ts'
import { dataSources, resources } from './resources/index.ts'

// What time it is: this file is an edge, all else is told.
const clock = (): Date => new Date(performance.timeOrigin + performance.now())

/** The provider of QuantumNet. */
export const provider = defineProvider<Connection, typeof attributes>({
  name: 'quantumnet',
  version: packageJson.version,
  schema: {
    version: 0,
    description:
      'Networks, routers, security groups, floating IPs, load balancers and names of a QuantumNet deployment.',
    attributes,
  },
  configure: (config, terraformVersion) => {
    const options = connectionOptions(config, process.env)
    const agent = `terraform-provider-quantumnet/${packageJson.version} terraform/${terraformVersion}`
    return options === undefined ? undefined : new Connection({ ...options, agent })
  },
  resources,
  dataSources,
  ephemerals: { quantumnet_token: ephemeralToken(clock) },
  functions,
})
