# Four teams, each with a project of its own, and a hub between their networks: who reaches whom, and which names each of them sees.
#
#   terraform init
#   terraform apply
#   terraform output vms

terraform {
  required_version = ">= 1.4"

  required_providers {
    quantumnet = {
      source = "quantumnet/quantumnet"
    }
  }
}

provider "quantumnet" {}

locals {
  # Each spoke is a part of this block.
  spokes_cidr   = "10.64.0.0/10"
  services_cidr = "10.0.0.0/24"

  spokes = {
    shop    = "10.64.1.0/24"
    billing = "10.64.2.0/24"
    sandbox = "10.64.3.0/24"
  }

  # What two teams agreed on. All teams reach the hub, and else nobody.
  connected = {
    shop-to-billing = { source = "shop", destination = "billing" }
    billing-to-shop = { source = "billing", destination = "shop" }
  }

  vms = {
    web   = "shop"
    api   = "billing"
    trial = "sandbox"
  }
}

# Those who run the platform keep the hub.
resource "quantumnet_project" "platform" {
  name = "platform"
}

resource "quantumnet_project" "team" {
  for_each = local.spokes

  name = each.key
}

# The hub: a router, and a subnet of services that all reach.
resource "quantumnet_router" "hub" {
  project = quantumnet_project.platform.id
  name    = "hub"
}

resource "quantumnet_network" "services" {
  project = quantumnet_project.platform.id
  name    = "hub-services"
}

resource "quantumnet_subnet" "services" {
  network = quantumnet_network.services.id
  name    = "hub-services"
  cidr    = local.services_cidr
}

resource "quantumnet_router_interface" "services" {
  router = quantumnet_router.hub.id
  subnet = quantumnet_subnet.services.id
}

# The spokes: a network and a router for each team.
resource "quantumnet_network" "spoke" {
  for_each = local.spokes

  project = quantumnet_project.team[each.key].id
  name    = "hub-${each.key}"
}

resource "quantumnet_subnet" "spoke" {
  for_each = local.spokes

  network = quantumnet_network.spoke[each.key].id
  name    = "hub-${each.key}"
  cidr    = each.value
}

resource "quantumnet_router" "spoke" {
  for_each = local.spokes

  project = quantumnet_project.team[each.key].id
  name    = "hub-${each.key}"
}

resource "quantumnet_router_interface" "spoke" {
  for_each = local.spokes

  router = quantumnet_router.spoke[each.key].id
  subnet = quantumnet_subnet.spoke[each.key].id
}

# A wire between the hub and each spoke, which no other team is on. Its gateway is the hub's, so a team's router has the address of a port there.
resource "quantumnet_subnet_pool" "wires" {
  project  = quantumnet_project.platform.id
  name     = "hub-wires"
  prefixes = ["100.64.0.0/24"]
}

resource "quantumnet_network" "wire" {
  for_each = local.spokes

  project     = quantumnet_project.platform.id
  name        = "hub-${each.key}-wire"
  shared_with = [quantumnet_project.team[each.key].id]
}

resource "quantumnet_subnet" "wire" {
  for_each = local.spokes

  network       = quantumnet_network.wire[each.key].id
  name          = "hub-${each.key}-wire"
  pool          = quantumnet_subnet_pool.wires.id
  prefix_length = 30
  dns_address   = "none"
}

resource "quantumnet_router_interface" "hub" {
  for_each = local.spokes

  router = quantumnet_router.hub.id
  subnet = quantumnet_subnet.wire[each.key].id
}

resource "quantumnet_port" "uplink" {
  for_each = local.spokes

  network   = quantumnet_network.wire[each.key].id
  project   = quantumnet_project.team[each.key].id
  name      = "hub-${each.key}-uplink"
  fixed_ips = [{ subnet = quantumnet_subnet.wire[each.key].id }]
}

resource "quantumnet_router_interface" "uplink" {
  for_each = local.spokes

  router = quantumnet_router.spoke[each.key].id
  port   = quantumnet_port.uplink[each.key].id
}

# Routes both ways.
resource "quantumnet_router_route" "to_services" {
  for_each = local.spokes

  router      = quantumnet_router_interface.uplink[each.key].router
  destination = local.services_cidr
  next_hop    = quantumnet_router_interface.hub[each.key].ip
}

resource "quantumnet_router_route" "to_spokes" {
  for_each = local.spokes

  router      = quantumnet_router_interface.uplink[each.key].router
  destination = local.spokes_cidr
  next_hop    = quantumnet_router_interface.hub[each.key].ip
}

resource "quantumnet_router_route" "from_hub" {
  for_each = local.spokes

  router      = quantumnet_router_interface.hub[each.key].router
  destination = each.value
  next_hop    = quantumnet_router_interface.uplink[each.key].ip
}

# What comes in from a spoke goes to no other one but those that it is connected with, whatever their groups and routes say.
resource "quantumnet_router_policy_route" "apart" {
  for_each = local.spokes

  router   = quantumnet_router.hub.id
  priority = 1000
  action   = "drop"

  match = {
    destination       = local.spokes_cidr
    inbound_interface = quantumnet_router_interface.hub[each.key].id
  }
}

resource "quantumnet_router_policy_route" "connected" {
  for_each = local.connected

  router   = quantumnet_router.hub.id
  priority = 2000
  action   = "allow"

  match = {
    source            = local.spokes[each.value.source]
    destination       = local.spokes[each.value.destination]
    inbound_interface = quantumnet_router_interface.hub[each.value.source].id
  }
}
