import { describe, expect, it } from '@jest/globals'
import { provider } from '../provider.ts'
import { attributeLines, block, Expression } from './hcl.ts'
import { pagesOf } from './pages.ts'
import { schemaMarkdown } from './schema.ts'

describe('Terraform’s language', () => {
  it('is printed as terraform fmt does', () => {
    const values = { name: 'a', port_min: 80, group: new Expression('x.y.id'), tags: ['a', 'b'], left: null }
    expect(block(['resource', 'x', 'example'], values)).toBe(
      'resource "x" "example" {\n  name     = "a"\n  port_min = 80\n  group    = x.y.id\n  tags     = ["a", "b"]\n}\n',
    )
  })

  it('breaks objects that are too long for a line', () => {
    const long = { one: 'a'.repeat(40), other: 'b'.repeat(40) }
    expect(attributeLines({ a: true, match: long }, '')).toEqual([
      'a = true',
      'match = {',
      `  one   = "${'a'.repeat(40)}"`,
      `  other = "${'b'.repeat(40)}"`,
      '}',
    ])
  })
})

describe('the pages', () => {
  const pages = pagesOf(provider)

  it('are one for the provider and one for each type, list and function', () => {
    const { resources, dataSources, ephemerals, functions } = provider
    const lists = Object.values(resources).filter(({ list }) => list !== undefined)
    const types = [resources, dataSources, ephemerals, functions].flatMap((each) => Object.keys(each ?? {}))
    expect(pages.size).toBe(1 + types.length + lists.length)
    expect(pages.get('resources/port.md')).toContain('# quantumnet_port (Resource)')
  })

  it('show what a function gives', () => {
    const text = pages.get('functions/cidr_exclude.md')
    expect(text).toContain('cidr_exclude(blocks list of string, excluded list of string) list of string')
    expect(text).toContain('# ["10.0.0.64/26", "10.0.0.192/26"]\noutput "cidr_exclude" {')
  })

  it('name every attribute whose change makes a new resource', () => {
    const text = schemaMarkdown(provider.resources['quantumnet_subnet']?.schema.attributes ?? {})
    const named = [...text.matchAll(/^- `(\w+)` .*\*\*A change makes a new resource\.\*\*/gm)].map(([, name]) => name)
    expect(named.sort()).toEqual(['cidr', 'dns_address', 'gateway', 'ipv6_mode', 'network', 'pool', 'prefix_length'])
  })
})
