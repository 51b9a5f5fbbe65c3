/** What a libvirt domain needs to plug a port in (https://libvirt.org/formatdomain.html#open-vswitch). All values are checked: nothing to escape. */
export interface LibvirtPort {
  readonly id: string
  readonly mac: string
}

/** The integration bridge of every hypervisor. */
const BRIDGE = 'br-int'

/** The `<interface>` element; the logical port is found by `interfaceid`. */
export const libvirtXml = ({ id, mac }: LibvirtPort): string =>
  [
    `<interface type='bridge'>`,
    `  <mac address='${mac}'/>`,
    `  <source bridge='${BRIDGE}'/>`,
    `  <virtualport type='openvswitch'>`,
    `    <parameters interfaceid='${id}'/>`,
    `  </virtualport>`,
    `  <model type='virtio'/>`,
    `</interface>`,
  ].join('\n')
