# What runs in the networks of the teams, and of the hub.

resource "quantumnet_security_group" "vm" {
  for_each = local.vms

  project = quantumnet_project.team[each.value].id
  name    = each.key
}

resource "quantumnet_port" "vm" {
  for_each = local.vms

  network         = quantumnet_network.spoke[each.value].id
  fixed_ips       = [{ subnet = quantumnet_subnet.spoke[each.value].id }]
  vm              = { name = each.key }
  security_groups = [quantumnet_security_group.vm[each.key].id]
}

resource "quantumnet_security_group" "mirror" {
  project = quantumnet_project.platform.id
  name    = "mirror"
}

resource "quantumnet_port" "mirror" {
  network         = quantumnet_network.services.id
  fixed_ips       = [{ subnet = quantumnet_subnet.services.id }]
  vm              = { name = "mirror" }
  security_groups = [quantumnet_security_group.mirror.id]
}

# A group of another project is no peer: what comes from there is known by its block.
resource "quantumnet_security_group_rule" "mirror_from_teams" {
  security_group = quantumnet_security_group.mirror.id
  direction      = "ingress"
  ethertype      = "ipv4"
  protocol       = "tcp"
  port_min       = 443
  port_max       = 443
  remote_cidr    = local.spokes_cidr
}

resource "quantumnet_security_group_rule" "api_from_shop" {
  security_group = quantumnet_security_group.vm["api"].id
  direction      = "ingress"
  ethertype      = "ipv4"
  protocol       = "tcp"
  port_min       = 8443
  port_max       = 8443
  remote_cidr    = local.spokes["shop"]
}

# Names of another project are not seen: the shop has its own for what it was given.
resource "quantumnet_dns_record" "billing_api" {
  project = quantumnet_project.team["shop"].id
  name    = "billing-api"
  type    = "A"
  values  = [quantumnet_port.vm["api"].fixed_ips[0].ip]
}

# Handing over: once all is there, each team is told what it needs for a configuration of its own, in handover/<team>.json.
resource "terraform_data" "handover" {
  for_each = local.spokes

  triggers_replace = {
    network = quantumnet_network.spoke[each.key].id
    subnet  = quantumnet_subnet.spoke[each.key].id
    router  = quantumnet_router_route.to_spokes[each.key].router
  }

  provisioner "local-exec" {
    command     = "mkdir -p handover && printenv GIVEN > handover/${each.key}.json"
    environment = { GIVEN = jsonencode(self.triggers_replace) }
  }
}

output "vms" {
  description = "Addresses and names of the VMs."
  value = {
    for vm, port in merge(quantumnet_port.vm, { mirror = quantumnet_port.mirror }) :
    vm => { id = port.id, address = port.fixed_ips[0].ip, fqdn = port.fqdn }
  }
}
