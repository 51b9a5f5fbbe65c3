import { describe, expect, it } from '@jest/globals'
import { fastifyPath } from './mount.ts'

describe('a path in the spelling of Fastify', () => {
  it.each([
    ['/livez', '/livez'],
    ['/v1/ports/{id}', '/v1/ports/:id'],
    ['/v1/nodes/{name}/desired', '/v1/nodes/:name/desired'],
    ['/v1/drift:repair', '/v1/drift::repair'],
  ])('%s is %s', (path, expected) => {
    expect(fastifyPath(path)).toBe(expected)
  })
})
