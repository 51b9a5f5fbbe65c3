/** Configurations that resources of several kinds stand in. */

export const PROJECT = `
resource "quantumnet_project" "p" {
  name = "alpha"
}
`

export const NETWORK = `${PROJECT}
resource "quantumnet_network" "n" {
  project = quantumnet_project.p.id
  name    = "net"
}
resource "quantumnet_subnet" "s" {
  network = quantumnet_network.n.id
  name    = "sub"
  cidr    = "10.0.0.0/24"
}
`

export const SECOND_NETWORK = `
resource "quantumnet_network" "n2" {
  project = quantumnet_project.p.id
  name    = "net-2"
}
resource "quantumnet_subnet" "s2" {
  network = quantumnet_network.n2.id
  name    = "sub-2"
  cidr    = "10.0.1.0/24"
}
`

export const OTHER_PROJECT = `
resource "quantumnet_project" "q" {
  name = "beta"
}
`

export const EXTERNAL = `
resource "quantumnet_network" "ext" {
  project          = quantumnet_project.p.id
  name             = "ext"
  type             = "external"
  physical_network = "ext"
}
resource "quantumnet_subnet" "ext" {
  network = quantumnet_network.ext.id
  name    = "ext"
  cidr    = "203.0.113.0/24"
  # What was given back is there for the next test.
  hold_down = 0
}
`

export const port = (name: string, subnet = 's', network = 'n'): string => `
resource "quantumnet_port" "${name}" {
  network   = quantumnet_network.${network}.id
  hostname  = "${name}"
  fixed_ips = [{ subnet = quantumnet_subnet.${subnet}.id }]
}
`

/** Router with an interface in the subnet `s`, that reaches the external network. */
export const ROUTED = `${NETWORK}${EXTERNAL}
resource "quantumnet_router" "r" {
  project          = quantumnet_project.p.id
  name             = "edge"
  external_gateway = { network = quantumnet_subnet.ext.network }
}
resource "quantumnet_router_interface" "i" {
  router = quantumnet_router.r.id
  subnet = quantumnet_subnet.s.id
}
`

/** What every kind with description and labels is changed to, and behind Terraform's back to. */
export const DESCRIBED = `
  description = "for tests"
  labels      = { team = "core" }
`
export const describedDrifts = [{ description: 'drifted' }, { labels: { team: 'drifted' } }]
