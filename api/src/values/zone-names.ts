/** Names of zones by which dns processes and their edges know what nobody else may ask for. Here, so that what answers needs no schema to know them. */

/**
 * Domain of the zones that one network or project sees under another name: a network's reverse zone, a zone that a project has beside its own.
 * Two projects may have a zone of the same name, so primaries hold each as `<id without hyphens>.view.quantumnet`, and an edge translates.
 */
export const VIEW_DOMAIN = 'view.quantumnet'

/** The catalog of all zones that operators' edges follow (RFC 9432). */
export const CATALOG_ZONE = 'catalog.quantumnet'
