import { allEnded } from '../process/time.ts'
import { addVeth, finishChecksums, ip, type Namespaces } from './netns.ts'
import { CENTRAL_ADDRESS, EXTERNAL_GATEWAY, UNDERLAY_PREFIX_LENGTH } from './topology.ts'

/** The namespaces that hypervisors are cabled to. */
export interface LabNetworks {
  /** Where the server, OVN's databases and DNS live. */
  readonly central: string
  readonly underlay: string
  /** The outside world, behind `br-ex` of every hypervisor. */
  readonly external: string
}

export const BRIDGE = 'br0'

const addBridge = async (namespace: string): Promise<void> => {
  // The forwarding delay of a bridge without spanning tree would only lose the first packets.
  await ip(namespace, 'link', 'add', BRIDGE, 'type', 'bridge', 'forward_delay', '0')
  await ip(namespace, 'link', 'set', BRIDGE, 'up')
}

/** The underlay, central on it, and the outside world. */
export const addNetworks = async (namespaces: Namespaces): Promise<LabNetworks> => {
  const [central, underlay, external] = await allEnded([
    namespaces.add('central'),
    namespaces.add('underlay'),
    namespaces.add('external'),
  ])
  await allEnded([addBridge(underlay), addBridge(external)])
  await addVeth({ namespace: central, device: 'eth0' }, { namespace: underlay, device: 'central', bridge: BRIDGE })
  await finishChecksums(central, 'eth0')
  await ip(central, 'address', 'add', `${CENTRAL_ADDRESS}/${String(UNDERLAY_PREFIX_LENGTH)}`, 'dev', 'eth0')
  await finishChecksums(external, BRIDGE)
  await ip(external, 'address', 'add', EXTERNAL_GATEWAY, 'dev', BRIDGE)
  return { central, underlay, external }
}
