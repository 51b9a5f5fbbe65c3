# A realistic estate: 3 projects, 12 networks, 40 groups, 300 rules, 200 ports, routers, floating IPs and load balancers. Everything that one
# thing needs of another is a reference, so that Terraform alone finds the order.
locals {
  projects = 3
  networks = 12
  groups   = 40
  rules    = 300
  ports    = 200
  public   = 12
}

resource "quantumnet_project" "tenant" {
  count = local.projects
  name  = "tenant-${count.index}"
}

resource "quantumnet_network" "external" {
  project          = quantumnet_project.tenant[0].id
  name             = "external"
  type             = "external"
  physical_network = "ext"
  shared_with      = slice(quantumnet_project.tenant[*].id, 1, local.projects)
}

resource "quantumnet_subnet" "external" {
  network   = quantumnet_network.external.id
  name      = "external"
  cidr      = "203.0.113.0/24"
  hold_down = 0
}

resource "quantumnet_network" "web" {
  count   = local.networks
  project = quantumnet_project.tenant[count.index % local.projects].id
  name    = "web-${count.index}"
}

resource "quantumnet_subnet" "web" {
  count   = local.networks
  network = quantumnet_network.web[count.index].id
  name    = "web-${count.index}"
  cidr    = cidrsubnet("10.0.0.0/16", 8, count.index)
}

resource "quantumnet_router" "edge" {
  count            = local.projects
  project          = quantumnet_project.tenant[count.index].id
  name             = "edge"
  external_gateway = { network = quantumnet_subnet.external.network }
}

resource "quantumnet_router_interface" "web" {
  count  = local.networks
  router = quantumnet_router.edge[count.index % local.projects].id
  subnet = quantumnet_subnet.web[count.index].id
}

resource "quantumnet_router_route" "office" {
  count       = local.projects
  router      = quantumnet_router_interface.web[count.index].router
  destination = "192.168.0.0/16"
  next_hop    = cidrhost(quantumnet_subnet.web[count.index].cidr, 250)
}

resource "quantumnet_address_group" "office" {
  count   = local.projects
  project = quantumnet_project.tenant[count.index].id
  name    = "office"
  cidrs   = ["198.51.100.0/24", "2001:db8:100::/48"]
}

resource "quantumnet_security_group" "tier" {
  count   = local.groups
  project = quantumnet_project.tenant[count.index % local.projects].id
  name    = "tier-${count.index}"
}

# Three in five of them refer to another group of the project or to its address group, so that groups refer to one another in rings.
resource "quantumnet_security_group_rule" "tier" {
  count          = local.rules
  security_group = quantumnet_security_group.tier[count.index % local.groups].id
  direction      = count.index % 4 == 0 ? "egress" : "ingress"
  ethertype      = "ipv4"
  protocol       = "tcp"
  port_min       = 1000 + count.index
  remote_group = count.index % 5 < 2 ? quantumnet_security_group.tier[
    count.index % local.groups + local.projects < local.groups ? count.index % local.groups + local.projects : count.index % local.groups % local.projects
  ].id : null
  remote_address_group = count.index % 5 == 2 ? quantumnet_address_group.office[count.index % local.groups % local.projects].id : null
}

resource "quantumnet_port" "vm" {
  count     = local.ports
  network   = quantumnet_network.web[count.index % local.networks].id
  fixed_ips = [{ subnet = quantumnet_subnet.web[count.index % local.networks].id }]
  vm        = { name = "vm-${count.index}" }
  security_groups = [
    quantumnet_security_group.tier[count.index % local.networks].id,
    quantumnet_security_group.tier[count.index % local.networks + local.networks].id,
  ]
}

resource "quantumnet_floating_ip" "public" {
  count   = local.public
  project = quantumnet_project.tenant[count.index % local.projects].id
  network = quantumnet_subnet.external.network
  name    = "public-${count.index}"
  port    = quantumnet_port.vm[count.index].id

  depends_on = [quantumnet_router_interface.web]
}

resource "quantumnet_floating_ip" "forwarded" {
  count   = local.projects
  project = quantumnet_project.tenant[count.index].id
  network = quantumnet_subnet.external.network
  name    = "forwarded"
}

resource "quantumnet_port_forward" "ssh" {
  count         = local.projects * 4
  floating_ip   = quantumnet_floating_ip.forwarded[count.index % local.projects].id
  name          = "ssh-${count.index}"
  protocol      = "tcp"
  external_port = 2200 + count.index
  target        = { port = quantumnet_port.vm[24 + count.index].id, port_number = 22 }

  depends_on = [quantumnet_router_interface.web]
}

resource "quantumnet_load_balancer" "web" {
  count   = local.projects
  project = quantumnet_project.tenant[count.index].id
  name    = "web"
  vip     = { subnet = quantumnet_subnet.web[count.index].id }
}

resource "quantumnet_load_balancer_pool" "web" {
  count         = local.projects
  load_balancer = quantumnet_load_balancer.web[count.index].id
  name          = "web"
  health_check  = { interval = 2 }
}

resource "quantumnet_load_balancer_member" "web" {
  count  = local.projects * 4
  pool   = quantumnet_load_balancer_pool.web[count.index % local.projects].id
  target = { port = quantumnet_port.vm[count.index % local.projects + local.networks * (1 + floor(count.index / local.projects))].id, port_number = 8443 }
}

resource "quantumnet_load_balancer_listener" "https" {
  count         = local.projects
  load_balancer = quantumnet_load_balancer.web[count.index].id
  name          = "https"
  protocol      = "tcp"
  port          = 443
  pool          = quantumnet_load_balancer_pool.web[count.index].id
}

resource "quantumnet_qos_policy" "bronze" {
  count      = local.projects
  project    = quantumnet_project.tenant[count.index].id
  name       = "bronze"
  egress_max = 100000
}

resource "quantumnet_dns_record" "www" {
  count   = local.projects
  project = quantumnet_project.tenant[count.index].id
  name    = "www"
  type    = "A"
  values  = [quantumnet_load_balancer.web[count.index].vip.address]
}
