# Two VMs on two hypervisors, in one network: the smallest thing that QuantumNet is for.
#
#   terraform init
#   terraform apply
#   terraform output vms
#
# Terraform makes what the VMs plug into. The VMs themselves come from whatever runs them (libvirt, a lab, a script): it takes one entry of
# the output `vms` and gives the VM's interface that MAC address and interface id.

terraform {
  required_version = ">= 1.3"

  required_providers {
    quantumnet = {
      source = "quantumnet/quantumnet"
    }
  }
}

# Where the API is and as whom to call it comes from QUANTUMNET_ENDPOINT and QUANTUMNET_TOKEN, so that no secret stands in a file.
provider "quantumnet" {}

# A tenant. Its VMs find each other by name in the DNS zone demo.internal.
resource "quantumnet_project" "demo" {
  name        = "demo"
  description = "Two VMs that ping each other"
}

# A layer-2 segment: every port on it is on one wire, whichever hypervisor it is on.
resource "quantumnet_network" "demo" {
  project = quantumnet_project.demo.id
  name    = "demo"
}

# Its addresses. The plan shows what is taken by default: the gateway is 10.0.0.1, and VMs ask 10.0.0.2 for names.
resource "quantumnet_subnet" "demo" {
  network = quantumnet_network.demo.id
  name    = "demo"
  cidr    = "10.0.0.0/24"
}

# Which VM is to run where. Add a line and apply again: the lab of `npm start` makes the VM of the new port, and the others
# stay as they are.
variable "vms" {
  description = "Hypervisor of each VM, by the VM's name."
  type        = map(string)
  default = {
    vm1 = "hv1"
    vm2 = "hv2"
  }
}

# One interface for each VM. Address and MAC address are allocated, and the name in DNS is made from the VM's name.
resource "quantumnet_port" "vm" {
  for_each = var.vms

  network   = quantumnet_network.demo.id
  fixed_ips = [{ subnet = quantumnet_subnet.demo.id }]
  vm        = { name = each.key }

  # Only this hypervisor may bind the port. Left out, whichever one the VM appears on may.
  node = each.value
}
