/** DNS labels and names as hosts use them: letters, digits and hyphens (RFC 1123 §2.1), lower case, at most 63 bytes a label. */

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** Names that would shadow a protocol's own: never given to a VM or a project. */
const RESERVED = new Set(['localhost', 'ns', 'ns1', 'ns2', 'wpad', 'isatap'])

/** Whether `text` may be a VM's or a project's label. */
export const isHostLabel = (text: string): boolean => LABEL.test(text) && !RESERVED.has(text)

/** What a free name becomes as a label: cut at the first dot, other characters to hyphens; undefined when nothing usable is left. */
export const toHostLabel = (name: string): string | undefined => {
  const label = (name.toLowerCase().split('.')[0] ?? '')
    .replace(/[^a-z0-9-]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '')
  return isHostLabel(label) ? label : undefined
}

/** Whether `text` is a fully qualified name without its trailing dot, at most 253 bytes. */
export const isDnsName = (text: string): boolean =>
  text.length <= 253 && text.split('.').every((label) => LABEL.test(label))
