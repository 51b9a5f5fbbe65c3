/**
 * What a segment can be: a VLAN tag (802.1Q), or a VNI of Geneve. OVN numbers networks without one from 1 on, and keeps what is above 16711680 for
 * interconnection between sites (ADR 28).
 */
export const SEGMENTS = { vlan: { min: 1, max: 4_094 }, overlay: { min: 65_536, max: 16_711_680 } } as const
