import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { errorCodes, Problem, routes } from '@quantumnet/api'
import { send } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(async () => {
  await server.close()
})

const id = '0198c5a1-0000-7000-8000-000000000000'
const problemOf = async (response: Response): Promise<Problem> => {
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const problem = Problem.parse(await response.json())
  expect(problem.status).toBe(response.status)
  expect(problem.type).toBe(`urn:quantumnet:problem:${problem.code}`)
  expect(problem.request_id).toBe(response.headers.get('x-request-id'))
  return problem
}
const post = async (path: string, body: unknown): Promise<Problem> =>
  await problemOf(await send(server, { method: 'POST', path, body: JSON.stringify(body) }))

describe('a field that is not valid is named, with what is allowed', () => {
  const network = { network: id, name: 'n' }
  it.each<[string, readonly [string, unknown], string, RegExp]>([
    ['unknown field', ['/v1/projects', { name: 'p', colour: 'red' }], '/colour', /fields id, name, description/],
    ['unknown inner field', ['/v1/ports', { network: id, vm: { uuid: 1 } }], '/vm/uuid', /fields id, name/],
    [
      'unknown field of an item',
      ['/v1/ports', { network: id, fixed_ips: [{}, { addr: 1 }] }],
      '/fixed_ips/1/addr',
      /subnet, ip/,
    ],
    ['missing field', ['/v1/networks', { name: 'n' }], '/project', /UUID/],
    ['wrong type', ['/v1/networks', { project: id, name: 'n', mtu: '1500' }], '/mtu', /number/],
    ['too small', ['/v1/networks', { project: id, name: 'n', mtu: 100 }], '/mtu', /at least 576/],
    ['too large', ['/v1/networks', { project: id, name: 'n', mtu: 65_000 }], '/mtu', /at most 8942/],
    ['not of the list', ['/v1/networks', { project: id, name: 'n', type: 'bridge' }], '/type', /"overlay"/],
    ['no UUID', ['/v1/networks', { project: 'demo', name: 'n' }], '/project', /UUID/],
    ['bad name', ['/v1/projects', { name: 'ä b' }], '/name', /letters, digits/],
    ['reserved label', ['/v1/projects', { name: 'p', dns_label: 'localhost' }], '/dns_label', /lower-case letters/],
    ['bad label key', ['/v1/projects', { name: 'p', labels: { 'a b': 'x' } }], '/labels/a b', /label key/],
    [
      'long label',
      ['/v1/projects', { name: 'p', labels: { a: 'x'.repeat(64) } }],
      '/labels/a',
      /at most 63 characters/,
    ],
    [
      'DHCP option that there is none of',
      ['/v1/ports', { network: id, dhcp_options: { wpad: 'http://proxy' } }],
      '/dhcp_options/wpad',
      /the fields dns_servers, ntp_servers, domain_name, tftp_server, bootfile_name$/,
    ],
    [
      'a domain that would end its option',
      ['/v1/ports', { network: id, dhcp_options: { domain_name: 'a", router="6.6.6.6' } }],
      '/dhcp_options/domain_name',
      /a domain name in lower case/,
    ],
    [
      'more routes than one option holds',
      [
        '/v1/subnets',
        {
          ...{ ...network, cidr: '10.0.0.0/24' },
          static_routes: Array.from({ length: 32 }, (_, n) => ({
            ...{ destination: `10.1.${String(n)}.0/24`, next_hop: '10.0.0.9' },
          })),
        },
      ],
      '/static_routes',
      /250 bytes/,
    ],
    [
      'nobody to advertise the prefix',
      ['/v1/subnets', { ...network, cidr: 'fd00::/64', gateway: null }],
      '/gateway',
      /dhcpv6-stateful/,
    ],
    ['host bits', ['/v1/subnets', { ...network, cidr: '10.0.0.5/24' }], '/cidr', /10\.0\.0\.0\/24/],
    ['link-local IPv6', ['/v1/subnets', { ...network, cidr: 'fe80::/64' }], '/cidr', /outside of ::\/8, fe80/],
    ['loopback', ['/v1/subnets', { ...network, cidr: '127.1.0.0/16' }], '/cidr', /outside of 0\.0\.0\.0\/8, 127/],
    [
      'DNS is the gateway',
      ['/v1/subnets', { ...network, cidr: '10.0.0.0/24', dns_address: '10.0.0.1' }],
      '/dns_address',
      /null/,
    ],
    [
      'a leading zero',
      ['/v1/ports', { network: id, fixed_ips: [{ ip: '10.0.0.010' }] }],
      '/fixed_ips/0/ip',
      /IPv4 or IPv6 address/,
    ],
    ['a multicast MAC', ['/v1/ports', { network: id, mac: '01:00:5e:00:00:01' }], '/mac', /unicast/],
    ['a node name', ['/v1/ports', { network: id, node: 'HV 1' }], '/node', /host name/],
    ['no object', ['/v1/projects', []], '', /object/],
    ['a NUL', ['/v1/projects', { name: 'p', description: 'a\0b' }], '/description', /U\+0000/],
    ['half a surrogate pair', ['/v1/projects', { name: 'p', labels: { a: '\ud800' } }], '/labels/a', /surrogates/],
    ['a NUL in the name of a VM', ['/v1/ports', { network: id, vm: { name: '\0' } }], '/vm/name', /U\+0000/],
  ])('%s', async (_, [path, body], pointer, allowed) => {
    const problem = await post(path, body)
    expect(problem).toMatchObject({ code: 'invalid_request', status: 400 })
    expect(problem.errors).toHaveLength(1)
    const [error] = problem.errors ?? []
    expect(error).toMatchObject({ pointer })
    expect(`${error?.message ?? ''} ${error?.allowed ?? ''}`).toMatch(allowed)
  })

  it('outside of the block is a 422', async () => {
    const problem = await post('/v1/subnets', { ...network, cidr: '10.0.0.0/24', gateway: '10.0.1.1' })
    expect(problem).toMatchObject({ code: 'address_outside_subnet', status: 422, errors: [{ pointer: '/gateway' }] })
    expect(problem.errors?.[0]?.allowed).toBe('10.0.0.1 to 10.0.0.254')
  })

  it('all of them at once', async () => {
    const problem = await post('/v1/networks', { name: '', mtu: 1, extra: true })
    expect(problem.errors?.map(({ pointer }) => pointer).sort()).toEqual(['/extra', '/mtu', '/name', '/project'])
  })

  it('fifty of very many, however large they are', async () => {
    const keys = Object.fromEntries(Array.from({ length: 250_000 }, (_, index) => [`k${String(index)}`, 1]))
    const problem = await post('/v1/projects', { name: 'p', ...keys })
    expect(problem).toMatchObject({ code: 'invalid_request', status: 400 })
    expect(problem.errors).toHaveLength(50)
    expect(problem.detail).toContain('and 249997 more')
  })

  it('without values that are too deep or too long to tell', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const body = `{"name":"p","deep":${deep},"long":"${'x'.repeat(100_000)}"}`
    const problem = await problemOf(await send(server, { method: 'POST', path: '/v1/projects', body }))
    expect(problem.errors).toMatchObject([
      { pointer: '/deep', message: 'is not a known field' },
      { pointer: '/long', value: `${'x'.repeat(200)}…` },
    ])
    expect(problem.errors?.[0]).not.toHaveProperty('value')
  })

  it('in a search for what nothing can be called', async () => {
    const problem = await problemOf(await send(server, { path: '/v1/ports?name=a%00b&hostname=%00' }))
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(['?name', '?hostname'])
  })

  it('in the query and in the path', async () => {
    const query = await problemOf(await send(server, { path: '/v1/ports?limit=0&project=x&sort=name' }))
    expect(query.errors?.map(({ pointer }) => pointer).sort()).toEqual(['?limit', '?project', '?sort'])
    const path = await problemOf(await send(server, { path: '/v1/ports/abc' }))
    expect(path.errors).toMatchObject([{ pointer: ':id', value: 'abc' }])
  })
})

describe('a request that cannot be read', () => {
  it.each<[string, Parameters<typeof send>[1], keyof typeof errorCodes, RegExp]>([
    ['not JSON', { method: 'POST', path: '/v1/projects', body: '{"name":' }, 'invalid_request', /not valid JSON/],
    [
      'no body',
      { method: 'POST', path: '/v1/projects', headers: { 'content-type': 'application/json' } },

      'invalid_request',
      /empty/,
    ],
    [
      'another content type',
      {
        method: 'POST',
        path: '/v1/projects',
        body: 'name=x',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },

      'invalid_request',
      /Content-Type: application\/json/,
    ],
    [
      'plain text',
      { method: 'POST', path: '/v1/projects', body: '{}', headers: { 'content-type': 'text/plain' } },

      'invalid_request',
      /Content-Type/,
    ],
    [
      'a body that is too large',
      { method: 'POST', path: '/v1/projects', body: JSON.stringify({ name: 'x'.repeat(5 << 20) }) },

      'invalid_request',
      /4 MiB/,
    ],
    [
      'a prototype in the body',
      { method: 'POST', path: '/v1/projects', body: '{"__proto__": {"a": 1}, "name": "p"}' },

      'invalid_request',
      /valid JSON/,
    ],
    ['an unknown path', { path: '/v1/widgets' }, 'not_found', /GET \/v1\/widgets/],
    [
      'an unknown method',
      { method: 'PUT', path: '/v1/projects', body: '{' },
      'method_not_allowed',
      /has GET, HEAD, POST/,
    ],
    ['a path that is no URL', { path: '/v1/ports/%E0%A4%A' }, 'invalid_request', /valid URL/],
  ])('%s', async (_, request, code, detail) => {
    const problem = await problemOf(await send(server, request))
    expect(problem).toMatchObject({ status: errorCodes[code].status, code })
    expect(problem.detail).toMatch(detail)
  })
})

describe('a request without a body', () => {
  it('may have the type of one, as clients send it with every request', async () => {
    const { id } = await server.as('admin').call(routes.projects.create, { body: { name: 'typed' } })
    const headers = { 'content-type': 'application/json' }
    const response = await send(server, { method: 'DELETE', path: `/v1/projects/${id}`, headers })
    expect(response.status).toBe(202)
    await response.text()
  })
})

describe('who does not know the way', () => {
  it('is led to the reference', async () => {
    const root = await fetch(`${server.endpoint}/`, { redirect: 'manual' })
    expect([root.status, root.headers.get('location')]).toEqual([302, '/docs'])
    const { remedy } = await problemOf(await send(server, { path: '/v1/widgets' }))
    expect(remedy).toBe('Read /docs, or /v1/openapi.json: they list all operations.')
  })
})

describe('a fault of the server', () => {
  it('is told by an id only, and logged with its cause', async () => {
    await server.rows('alter table audit rename to audit_away')
    const problem = await post('/v1/projects', { name: 'unlucky' })
    await server.rows('alter table audit_away rename to audit')
    expect(problem).toMatchObject({ code: 'internal', status: 500 })
    expect(JSON.stringify(problem)).not.toMatch(/audit|relation|insert/)
    const line = server.log.find((text) => text.includes(problem.request_id) && text.includes('request failed'))
    expect(line).toContain('relation \\"audit\\" does not exist')
    expect(await server.as('admin').call(routes.projects.list, { query: { name: 'unlucky' } })).toMatchObject({
      items: [],
    })
  })
})
