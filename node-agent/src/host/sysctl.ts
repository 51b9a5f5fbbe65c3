const ROOT = '/proc/sys/'

/** Where a kernel setting is; `name` as sysctl(8) spells it. */
export const sysctlFile = (name: string): string => ROOT + name.replaceAll('.', '/')

/** The name of the setting in a file that `sysctlFile` gave. */
export const sysctlName = (file: string): string => file.slice(ROOT.length).replaceAll('/', '.')
