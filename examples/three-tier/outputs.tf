output "address" {
  description = "Where clients reach the shop."
  value       = quantumnet_load_balancer.shop.vip.address
}

output "web" {
  description = "VMs that take connections from outside."
  value       = { for vm in local.tiers.web.vms : vm => local.interfaces[vm] }
}

output "app" {
  description = "VMs that the webs talk to."
  value       = { for vm in local.tiers.app.vms : vm => local.interfaces[vm] }
}

output "db" {
  description = "VMs that hold the data."
  value       = { for vm in local.tiers.db.vms : vm => local.interfaces[vm] }
}

locals {
  interfaces = {
    for vm, port in quantumnet_port.vm : vm => { id = port.id, address = port.fixed_ips[0].ip }
  }
}
