import { describe, expect, it } from '@jest/globals'
import { camelCase, className, getterName, propertyName } from './names.ts'

describe('names of attributes', () => {
  it.each([
    ['port_min', 'portMin'],
    ['ipv6_mode', 'ipv6Mode'],
    ['ca', 'ca'],
  ])('%s is %s', (name, expected) => {
    expect(camelCase(name)).toBe(expected)
    expect(getterName(name)).toBe(expected)
  })

  it('that every resource has a member of already get another getter, and keep their property', () => {
    expect(getterName('node')).toBe('nodeAttribute')
    expect(getterName('fqn')).toBe('fqnAttribute')
    expect(propertyName('node')).toBe('node')
  })

  it('that would configure something else are refused', () => {
    expect(() => camelCase('area_51')).toThrow('attribute area_51 has no name in TypeScript that leads back to it')
    expect(() => propertyName('for_each')).toThrow('attribute for_each has the name of an argument of every resource')
  })

  it('of types are those of classes', () => {
    expect(className('quantumnet_load_balancer_listener')).toBe('LoadBalancerListener')
  })
})
