# A web shop in three tiers: webs behind a load balancer, apps behind the webs, a db behind the apps.
#
#   terraform init
#   terraform apply -var project=ID -var external_network=ID
#   terraform output address

terraform {
  required_version = ">= 1.3"

  required_providers {
    quantumnet = {
      source = "quantumnet/quantumnet"
    }
  }
}

provider "quantumnet" {}

# Made by whoever runs the platform: a project, and a way out that is shared with it.
variable "project" {
  type = string
}

variable "external_network" {
  type = string
}

locals {
  tiers = {
    web = { cidr = "10.0.1.0/24", vms = ["web1", "web2"], default_egress = "allow" }
    app = { cidr = "10.0.2.0/24", vms = ["app1", "app2"], default_egress = "allow" }
    db  = { cidr = "10.0.3.0/24", vms = ["db1"], default_egress = "deny" }
  }
  vms = merge([
    for tier, of in local.tiers : { for vm in of.vms : vm => tier }
  ]...)

  # Each is open outside and at the webs.
  public_ports = toset(["80", "443"])
}

# A network for each tier, and a router that leads from one to the other and outside.
resource "quantumnet_router" "shop" {
  project          = var.project
  name             = "shop"
  external_gateway = { network = var.external_network }
}

resource "quantumnet_network" "tier" {
  for_each = local.tiers

  project = var.project
  name    = "shop-${each.key}"
}

resource "quantumnet_subnet" "tier" {
  for_each = local.tiers

  network = quantumnet_network.tier[each.key].id
  name    = "shop-${each.key}"
  cidr    = each.value.cidr
}

resource "quantumnet_router_interface" "tier" {
  for_each = local.tiers

  router = quantumnet_router.shop.id
  subnet = quantumnet_subnet.tier[each.key].id
}

resource "quantumnet_port" "vm" {
  for_each = local.vms

  network         = quantumnet_network.tier[each.value].id
  fixed_ips       = [{ subnet = quantumnet_subnet.tier[each.value].id }]
  vm              = { name = each.key }
  security_groups = [quantumnet_security_group.tier[each.value].id]
}

# Nothing reaches a tier but what a rule lets in.
resource "quantumnet_security_group" "tier" {
  for_each = local.tiers

  project        = var.project
  name           = "shop-${each.key}"
  default_egress = each.value.default_egress
}

# Members of a load balancer see the addresses of its clients.
resource "quantumnet_security_group_rule" "web_from_outside" {
  for_each = local.public_ports

  security_group = quantumnet_security_group.tier["web"].id
  direction      = "ingress"
  ethertype      = "ipv4"
  protocol       = "tcp"
  port_min       = each.value
  port_max       = each.value
}

# A group may have addresses of either family, so there is a rule for each.
resource "quantumnet_security_group_rule" "app_from_web" {
  for_each = toset(["ipv4", "ipv6"])

  security_group = quantumnet_security_group.tier["app"].id
  direction      = "ingress"
  ethertype      = each.value
  protocol       = "tcp"
  port_min       = 8080
  port_max       = 8080
  remote_group   = quantumnet_security_group.tier["web"].id
}

resource "quantumnet_security_group_rule" "db_from_app" {
  for_each = toset(["ipv4", "ipv6"])

  security_group = quantumnet_security_group.tier["db"].id
  direction      = "ingress"
  ethertype      = each.value
  protocol       = "tcp"
  port_min       = 5432
  port_max       = 5432
  remote_group   = quantumnet_security_group.tier["app"].id
}

# The way in.
resource "quantumnet_floating_ip" "shop" {
  project = var.project
  network = var.external_network
  name    = "shop"
}

resource "quantumnet_load_balancer" "shop" {
  project = var.project
  name    = "shop"
  vip     = { floating_ip = quantumnet_floating_ip.shop.id }

  # The router answers for its address.
  depends_on = [quantumnet_router_interface.tier["web"]]
}

resource "quantumnet_load_balancer_listener" "shop" {
  for_each = local.public_ports

  load_balancer = quantumnet_load_balancer.shop.id
  name          = "tcp-${each.value}"
  protocol      = "tcp"
  port          = each.value
  pool          = quantumnet_load_balancer_pool.shop[each.value].id
}

resource "quantumnet_load_balancer_pool" "shop" {
  for_each = local.public_ports

  load_balancer = quantumnet_load_balancer.shop.id
  name          = "tcp-${each.value}"
  health_check  = {}
}

resource "quantumnet_load_balancer_member" "shop" {
  for_each = {
    for pair in setproduct(local.public_ports, local.tiers.web.vms) : "${pair[1]}-${pair[0]}" => pair
  }

  pool   = quantumnet_load_balancer_pool.shop[each.value[0]].id
  target = { port = quantumnet_port.vm[each.value[1]].id, port_number = each.value[0] }
}
