const ROOT = '/proc/sys/'

// A device's name may hold dots (VLANs): as sysctl(8) has it, they are slashes in the setting's name, where the file's slashes are dots.
const swapped = (name: string): string => name.replaceAll(/[./]/g, (sign) => (sign === '.' ? '/' : '.'))

/** Where a kernel setting is; `name` as sysctl(8) spells it. */
export const sysctlFile = (name: string): string => ROOT + swapped(name)

/** The name of the setting in a file that `sysctlFile` gave. */
export const sysctlName = (file: string): string => swapped(file.slice(ROOT.length))

/** The setting whether packets that come in by a device are forwarded. */
export const forwardingOf = (device: string): string => `net.ipv4.conf.${device.replaceAll('.', '/')}.forwarding`
