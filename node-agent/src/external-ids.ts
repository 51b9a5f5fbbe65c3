/** Keys of external_ids that this agent writes or acts on. Every other key belongs to somebody else and stays as it is. */
export const keys = {
  /** Open_vSwitch and edge interfaces: the deployment that this hypervisor joined */
  deployment: 'qn-deployment',
  /** Interface: the port that an operator attached it to */
  attached: 'qn-port',
  /** Interface: how the agent came to write iface-id, `attach` or `mac`; absent when somebody else wrote it */
  boundBy: 'qn-bound-by',
  /** Interface: the subnet whose DNS edge it is */
  edge: 'qn-edge',
  /** QoS and Queue: the port that the agent shapes with it */
  shaped: 'qn-shaped',
  /** Interface, ovn-controller(8): the logical port that the interface is */
  logicalPort: 'iface-id',
  /** Interface, ovs-vswitchd.conf.db(5): the MAC of the VM behind a tap, whose own MAC differs */
  attachedMac: 'attached-mac',
  /** Interface, ovn-controller(8): all flows of the logical port are in place */
  installed: 'ovn-installed',
} as const
