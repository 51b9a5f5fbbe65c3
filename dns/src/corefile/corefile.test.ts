import { describe, expect, it } from '@jest/globals'
import { operatorCorefile, tenantCorefile, type TenantNetwork } from './index.ts'
import { privateReverseDomains } from './parts.ts'

const probes = { health: '127.0.0.1:8080', ready: '127.0.0.1:8181' }
const operator = { listen: '10.0.0.53:53', primaries: ['10.0.0.11:5300', '10.0.0.12:5300'], probes }
const tenants = { edges: [{ bind: '169.254.64.1', zone: 'demo.internal' }], primaries: ['10.0.0.11:5300'], probes }

describe('operatorCorefile', () => {
  it('copies all zones of the catalog, and keeps the catalog to the primaries', () => {
    expect(operatorCorefile(operator)).toBe(`internal:53 catalog.quantumnet:53 {
  bind 10.0.0.53
  health 127.0.0.1:8080
  ready 127.0.0.1:8181
  bufsize 1232
  errors
  acl {
    block type AXFR
    block type IXFR
  }
  acl catalog.quantumnet {
    allow net 10.0.0.11/32 10.0.0.12/32
    block
  }
  secondary catalog.quantumnet {
    transfer from 10.0.0.11:5300 10.0.0.12:5300
    catalog internal
    fallthrough
  }
  forward . 10.0.0.11:5300 10.0.0.12:5300 {
    policy sequential
    max_fails 2
    health_check 200ms
    failfast_all_unhealthy_upstreams
  }
}
`)
  })

  it('takes another root and IPv6', () => {
    const text = operatorCorefile({
      ...operator,
      listen: '[::1]:53',
      primaries: ['[fd00::1]:53'],
      zone: 'corp.example',
    })
    expect(text).toContain('corp.example:53 catalog.quantumnet:53 {\n  bind ::1\n')
    expect(text).toContain('allow net fd00::1/128\n')
    expect(text).toContain('transfer from [fd00::1]:53\n    catalog corp.example\n')
  })

  it('asks resolvers for other names only when there are some', () => {
    expect(operatorCorefile(operator)).not.toContain('.:53')
    expect(operatorCorefile({ ...operator, resolvers: ['9.9.9.9:53'] })).toMatch(
      /\.:53 \{\n {2}bind 10\.0\.0\.53\n[^}]*}[^]*forward \. 9\.9\.9\.9:53\n/,
    )
  })
})

describe('tenantCorefile', () => {
  it('gives a network its own zone and the empty root, and forwards nothing but names of its own zone', () => {
    expect(tenantCorefile(tenants)).toBe(`invalid:53 {
  bind 127.0.0.1
  health 127.0.0.1:8080
  ready 127.0.0.1:8181
}

${['internal', ...privateReverseDomains].map((key) => `${key}:53`).join(' ')} {
  bind 169.254.64.1
  bufsize 1232
  errors
  acl {
    block type AXFR
    block type IXFR
  }
  rewrite stop {
    name exact demo.internal. demo.internal.
  }
  rewrite stop {
    name regex ^([^.]+)\\.internal\\.$ {1}.demo.internal. answer auto
  }
  secondary internal demo.internal {
    transfer from 10.0.0.11:5300
    fallthrough demo.internal
  }
  forward demo.internal 10.0.0.11:5300 {
    policy sequential
    max_fails 2
    health_check 200ms
    failfast_all_unhealthy_upstreams
  }
}
`)
  })

  const views = [{ domain: 'corp.example', zone: '1.view.quantumnet' }]
  const reverse = { zone: '2.view.quantumnet', domains: ['2.0.192.in-addr.arpa'] }
  const seeing = (more: Partial<TenantNetwork>): string =>
    tenantCorefile({ ...tenants, edges: [{ bind: '169.254.64.1', zone: 'demo.internal', ...more }] })

  it('translates what projects see under equal names, there and back', () => {
    const text = seeing({ views, reverse })
    expect(text).toMatch(
      /^internal:53 view\.quantumnet:53 corp\.example:53 10\.in-addr\.arpa:53 .*2\.0\.192\.in-addr\.arpa:53 {$/m,
    )
    expect(text).toContain(`  rewrite stop {
    name regex ^(|.*\\.)corp\\.example\\.$ {1}1.view.quantumnet.
    answer name ^(|.*\\.)1\\.view\\.quantumnet\\.$ {1}corp.example.
    answer value ^(|.*\\.)1\\.view\\.quantumnet\\.$ {1}corp.example.
  }
  rewrite stop {
    name regex ^(.*\\.arpa)\\.$ {1}.2.view.quantumnet.
`)
    expect(text).toContain('secondary internal demo.internal 1.view.quantumnet 2.view.quantumnet {\n')
    expect(text.match(/forward \S+ /g)).toEqual(
      ['demo.internal', '1.view.quantumnet', '2.view.quantumnet'].map((zone) => `forward ${zone} `),
    )
  })

  it('asks forwarders for other names: for one domain, or for all instead of the resolvers', () => {
    const forwarders = [
      { domain: null, servers: ['192.0.2.1:53'] },
      { domain: 'partner.example', servers: ['192.0.2.2:53', '192.0.2.3:5353'] },
    ]
    const blocks = (text: string): string[] =>
      text.split('\n\n').flatMap((each) => /^(\S+):53 {[^]*forward \. (.*)$/m.exec(each)?.slice(1).join(' ') ?? [])
    expect(blocks(seeing({ forwarders }))).toEqual(['. 192.0.2.1:53', 'partner.example 192.0.2.2:53 192.0.2.3:5353'])
  })

  it('never asks a forwarder for what it answers itself: CoreDNS takes no domain twice', () => {
    const servers = ['192.0.2.1:53']
    const domains = ['corp.example', '10.in-addr.arpa', 'internal', 'x.internal', 'view.quantumnet']
    const forwarders = domains.map((domain) => ({ domain, servers }))
    expect(seeing({ views, reverse, forwarders })).toBe(seeing({ views, reverse }))
  })

  it('takes NOTIFY also from who passes it on, and transfers from there last', () => {
    expect(tenantCorefile({ ...tenants, relay: '169.254.65.1' })).toContain(
      'transfer from 10.0.0.11:5300 169.254.65.1\n',
    )
  })

  it('is equal for equal networks in any order', () => {
    const edges = ['a', 'b', 'c'].map((label, index) => ({
      bind: `169.254.64.${String(index + 1)}`,
      zone: `${label}.internal`,
    }))
    expect(tenantCorefile({ ...tenants, edges })).toBe(tenantCorefile({ ...tenants, edges: [...edges].reverse() }))
  })

  it('carries a mark as the address of the probes block, and only there', () => {
    const [plain, marked] = [tenantCorefile(tenants), tenantCorefile({ ...tenants, mark: '127.9.8.7' })]
    expect(marked).toBe(plain.replace('bind 127.0.0.1', 'bind 127.9.8.7'))
  })

  it('is a Corefile without any network too', () => {
    expect(tenantCorefile({ ...tenants, edges: [] })).toBe(
      'invalid:53 {\n  bind 127.0.0.1\n  health 127.0.0.1:8080\n  ready 127.0.0.1:8181\n}\n',
    )
  })
})

describe('a network of IPv6', () => {
  it('is answered at both of its addresses: NOTIFY comes over IPv4', () => {
    const edge = { bind: '169.254.64.1', bindV6: 'fd00::1', zone: 'demo.internal' }
    const text = tenantCorefile({ ...tenants, edges: [edge], resolvers: ['9.9.9.9:53'] })
    expect(text.match(/^ {2}bind 169\.254\.64\.1 fd00::1$/gm)).toHaveLength(2)
  })

  it('shares none of them', () => {
    const edges = ['169.254.64.1', '169.254.64.2'].map((bind) => ({ bind, bindV6: 'fd00::1', zone: 'demo.internal' }))
    expect(() => tenantCorefile({ ...tenants, edges })).toThrow('fd00::1 is used twice')
  })
})

describe('what cannot be in a Corefile', () => {
  const edge = (bind: string, zone: string) => () => tenantCorefile({ ...tenants, edges: [{ bind, zone }] })
  it.each<[string, () => string, string]>([
    ['a block in a zone', edge('169.254.64.1', 'demo.internal {\n}\n.:53'), 'is not a zone'],
    [
      'a zone outside the root',
      edge('169.254.64.1', 'demo.example'),
      'edges[].zone: "demo.example" is not below "internal"; give a zone such as "demo.internal"',
    ],
    [
      'a view of a zone that is not one',
      () =>
        tenantCorefile({
          ...tenants,
          edges: [
            {
              ...tenants.edges[0],
              bind: '169.254.64.1',
              zone: 'demo.internal',
              views: [{ domain: 'x.example', zone: 'y.internal' }],
            },
          ],
        }),
      'edges[].views[].zone: "y.internal" is not below "view.quantumnet"',
    ],
    [
      'a block in a domain',
      () =>
        tenantCorefile({
          ...tenants,
          edges: [
            { bind: '169.254.64.1', zone: 'demo.internal', forwarders: [{ domain: 'x {', servers: ['192.0.2.1:53'] }] },
          ],
        }),
      'edges[].forwarders[].domain: "x {" is not a domain',
    ],
    ['the root as a zone', edge('169.254.64.1', 'internal'), 'is not below "internal"'],
    ['a name as an address', edge('localhost', 'demo.internal'), 'edges[].bind: "localhost" is not an IP address'],
    [
      'one address for two edges',
      () => tenantCorefile({ ...tenants, edges: [...tenants.edges, { bind: '169.254.64.1', zone: 'b.internal' }] }),
      'edges[].bind: 169.254.64.1 is used twice; every edge needs an address of its own',
    ],
    [
      'no primaries',
      () => tenantCorefile({ ...tenants, primaries: [] }),
      'primaries: give at least one address with a port',
    ],
    [
      'a primary without a port',
      () => operatorCorefile({ ...operator, primaries: ['10.0.0.11'] }),
      'primaries: "10.0.0.11" is not an address with a port',
    ],
    [
      'a port that is none',
      () => operatorCorefile({ ...operator, listen: '10.0.0.11:70000' }),
      'listen: "10.0.0.11:70000" is not an address with a port',
    ],
    [
      'a mark that is no address',
      () => tenantCorefile({ ...tenants, mark: '127.0.0.1\nlog' }),
      'mark: "127.0.0.1\nlog" is not an IP address',
    ],
    [
      'a line break in a probe',
      () => operatorCorefile({ ...operator, probes: { ...probes, health: '127.0.0.1:80\nlog' } }),
      'probes.health',
    ],
  ])('%s', (_, render, message) => {
    expect(render).toThrow(message)
  })
})
