# What is needed to start each VM, by its name.
output "vms" {
  description = "Interfaces of the VMs: what to configure on the hypervisor, and how to reach them."
  value = {
    for name, port in quantumnet_port.vm : name => {
      # The VM's interface carries this as external_ids:iface-id in Open vSwitch; that is how OVN knows which port it is.
      interface_id = port.interface_id
      id           = port.id
      mac          = port.mac
      address      = port.fixed_ips[0].ip
      node         = port.node
      fqdn         = port.fqdn
    }
  }
}
