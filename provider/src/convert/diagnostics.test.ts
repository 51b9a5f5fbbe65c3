import { describe, expect, it } from '@jest/globals'
import {
  failure,
  listOf,
  mapOf,
  object,
  objectList,
  optional,
  setOf,
  string,
  warning,
  type Path,
} from '../framework/index.ts'
import { diagnosticToMessage, pathToMessage } from './diagnostics.ts'

const attributes = {
  name: optional(string, ''),
  tags: optional(mapOf(string), ''),
  servers: optional(listOf(string), ''),
  groups: optional(setOf(string), ''),
  dhcp: optional(object({ lease_time: optional(string, '') }), ''),
  fixed_ips: optional(objectList({ ip: optional(string, '') }), ''),
  timeouts: optional(object({ create: optional(string, '') }), '', { block: true }),
}

describe('the way to a line', () => {
  it.each<[Path, unknown]>([
    [[], []],
    [['name'], [{ attributeName: 'name' }]],
    [
      ['tags', 'env'],
      [{ attributeName: 'tags' }, { elementKeyString: 'env' }],
    ],
    [
      ['servers', 0],
      [{ attributeName: 'servers' }, { elementKeyInt: 0 }],
    ],
    // Terraform orders sets by itself.
    [['groups', 1], [{ attributeName: 'groups' }]],
    // The name inside braces is a key to Terraform's search.
    [
      ['dhcp', 'lease_time'],
      [{ attributeName: 'dhcp' }, { elementKeyString: 'lease_time' }],
    ],
    // One step more would lead it back to the resource.
    [
      ['fixed_ips', 1, 'ip'],
      [{ attributeName: 'fixed_ips' }, { elementKeyInt: 1 }],
    ],
    [
      ['timeouts', 'create'],
      [{ attributeName: 'timeouts' }, { attributeName: 'create' }],
    ],
    [
      ['unheard_of', 'of'],
      [{ attributeName: 'unheard_of' }, { elementKeyString: 'of' }],
    ],
  ])('%j', (path, steps) => {
    expect(pathToMessage(path, attributes)).toEqual({ steps })
  })
})

describe('a diagnostic', () => {
  it('names what of a nested value is meant, because the line is only near it', () => {
    expect(diagnosticToMessage(failure('Bad', 'is taken', ['fixed_ips', 1, 'ip']), attributes)).toMatchObject({
      severity: 1,
      summary: 'Bad',
      detail: 'fixed_ips[1].ip: is taken',
    })
  })

  it('without a path is about the whole', () => {
    expect(diagnosticToMessage(warning('Slow', 'very'), attributes)).toEqual({
      severity: 2,
      summary: 'Slow',
      detail: 'very',
    })
  })
})
