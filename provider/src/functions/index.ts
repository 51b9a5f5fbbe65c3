import type { ProviderFunction } from '../framework/index.ts'
import { cidrContainsFunction, cidrExclude, cidrMerge, cidrOverlaps } from './cidr.ts'
import { eui64, hostname } from './names.ts'

/** All functions by name: `provider::quantumnet::cidr_overlaps(...)`. */
export const functions: Readonly<Record<string, ProviderFunction>> = {
  cidr_contains: cidrContainsFunction,
  cidr_exclude: cidrExclude,
  cidr_merge: cidrMerge,
  cidr_overlaps: cidrOverlaps,
  eui64,
  hostname,
}
