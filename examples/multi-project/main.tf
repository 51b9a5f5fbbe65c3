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

# The hub: a router, a subnet of services that all reach, and a wire to the routers of the teams.
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

resource "quantumnet_network" "transit" {
  project     = quantumnet_project.platform.id
  name        = "hub-transit"
  shared_with = [for team in quantumnet_project.team : team.id]
}

resource "quantumnet_subnet" "transit" {
  network     = quantumnet_network.transit.id
  name        = "hub-transit"
  cidr        = "100.64.0.0/24"
  dns_address = "none"
}

resource "quantumnet_router_interface" "transit" {
  router = quantumnet_router.hub.id
  subnet = quantumnet_subnet.transit.id
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

# The gateway of the wire is the hub's, so a team's router has the address of a port there.
resource "quantumnet_port" "uplink" {
  for_each = local.spokes

  network   = quantumnet_network.transit.id
  project   = quantumnet_project.team[each.key].id
  name      = "hub-${each.key}-uplink"
  fixed_ips = [{ subnet = quantumnet_subnet.transit.id }]
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
  next_hop    = quantumnet_router_interface.transit.ip
}

resource "quantumnet_router_route" "to_spokes" {
  for_each = local.spokes

  router      = quantumnet_router_interface.uplink[each.key].router
  destination = local.spokes_cidr
  next_hop    = quantumnet_router_interface.transit.ip
}

resource "quantumnet_router_route" "from_hub" {
  for_each = local.spokes

  router      = quantumnet_router_interface.transit.router
  destination = each.value
  next_hop    = quantumnet_router_interface.uplink[each.key].ip
}

# Spokes reach each other where they are connected, and else not, whatever their security groups say.
resource "quantumnet_router_policy_route" "apart" {
  router   = quantumnet_router.hub.id
  priority = 1000
  action   = "drop"
  match    = { source = local.spokes_cidr, destination = local.spokes_cidr }
}

resource "quantumnet_router_policy_route" "connected" {
  for_each = local.connected

  router   = quantumnet_router.hub.id
  priority = 2000
  action   = "allow"
  match    = { source = local.spokes[each.value.source], destination = local.spokes[each.value.destination] }
}
