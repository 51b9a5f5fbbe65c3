import { describe, expect, it } from '@jest/globals'
import { readConfig } from './config.ts'

const enough = {
  QUANTUMNET_ENDPOINT: 'http://192.0.2.1:8080',
  QUANTUMNET_TOKEN_FILE: '/etc/quantumnet/token',
  QUANTUMNET_NODE: 'hv1',
  QUANTUMNET_OVN_REMOTE: 'tcp:192.0.2.1:6642',
  QUANTUMNET_ENCAP_IP: '192.0.2.11',
}
const edge = {
  QUANTUMNET_EDGE_COREDNS: '/usr/bin/coredns',
  QUANTUMNET_EDGE_DIR: '/var/lib/quantumnet/edge',
  QUANTUMNET_EDGE_NETNS: 'quantumnet-dns',
  QUANTUMNET_EDGE_PRIMARIES: '192.0.2.1:53, 192.0.2.2:5353',
}

describe('readConfig', () => {
  it('needs little', () => {
    expect(readConfig(enough)).toEqual({
      endpoint: 'http://192.0.2.1:8080',
      tokenFile: '/etc/quantumnet/token',
      ovsdb: 'unix:/run/openvswitch/db.sock',
      vswitchd: 'ovs-vswitchd',
      chassis: { node: 'hv1', ovnRemote: 'tcp:192.0.2.1:6642', encapIp: '192.0.2.11', datapath: 'system' },
      edge: undefined,
      controller: undefined,
      logLevel: 'info',
    })
  })

  it.each([
    [{}, '/run/ovn'],
    [{ QUANTUMNET_OVN_RUNDIR: '/x' }, '/x'],
  ])('knows where ovn-controller is heard, %j', (more, runDir) => {
    expect(readConfig({ ...enough, QUANTUMNET_OVN_CONTROLLER_LOG: '/log', ...more }).controller).toEqual({
      ...{ log: '/log', runDir },
    })
  })

  it('reads the edge when one of its variables is set', () => {
    expect(readConfig({ ...enough, ...edge }).edge).toEqual({
      coredns: '/usr/bin/coredns',
      dir: '/var/lib/quantumnet/edge',
      netns: 'quantumnet-dns',
      zone: 'internal',
      primaries: [
        { address: '192.0.2.1', port: 53 },
        { address: '192.0.2.2', port: 5353 },
      ],
      resolvers: [],
      relayPort: 5399,
    })
  })

  it.each([
    ['true', true],
    ['false', false],
  ])('reads that it is a gateway: %s', (text, gateway) => {
    expect(readConfig({ ...enough, QUANTUMNET_GATEWAY: text }).chassis.gateway).toBe(gateway)
  })

  it.each([
    [
      'neither yes nor no',
      { ...enough, QUANTUMNET_GATEWAY: 'yes' },
      /QUANTUMNET_GATEWAY is "yes"; give "true" or "false"/,
    ],
    [
      'everything missing',
      {},
      /QUANTUMNET_ENDPOINT is not set.*QUANTUMNET_TOKEN_FILE is not set.*QUANTUMNET_NODE.*OVN_REMOTE.*ENCAP_IP/,
    ],
    [
      'no URL',
      { ...enough, QUANTUMNET_ENDPOINT: 'nowhere' },
      /QUANTUMNET_ENDPOINT is "nowhere"; give the URL of the API/,
    ],
    [
      'no domain name',
      { ...enough, ...edge, QUANTUMNET_DNS_ZONE: '.x' },
      /QUANTUMNET_DNS_ZONE is ".x"; give a domain name/,
    ],
    ['upper case', { ...enough, QUANTUMNET_NODE: 'HV1' }, /QUANTUMNET_NODE is "HV1"; give a host name in lower case/],
    [
      'no address',
      { ...enough, QUANTUMNET_ENCAP_IP: '10.0.0' },
      /QUANTUMNET_ENCAP_IP is "10.0.0"; give the IPv4 address/,
    ],
    [
      'unknown datapath',
      { ...enough, QUANTUMNET_DATAPATH: 'dpdk' },
      /QUANTUMNET_DATAPATH is "dpdk"; give "system" or "netdev"/,
    ],
    [
      'half an edge',
      { ...enough, QUANTUMNET_EDGE_DIR: '/x' },
      /EDGE_COREDNS is not set.*EDGE_NETNS is not set.*EDGE_PRIMARIES is not set/,
    ],
    ['a namespace that is a path', { ...enough, ...edge, QUANTUMNET_EDGE_NETNS: '../x' }, /EDGE_NETNS is "\.\.\/x"/],
    [
      'a primary without a port',
      { ...enough, ...edge, QUANTUMNET_EDGE_PRIMARIES: '192.0.2.1' },
      /EDGE_PRIMARIES has "192.0.2.1"; give IPv4 addresses with ports/,
    ],
    [
      'a resolver on IPv6',
      { ...enough, ...edge, QUANTUMNET_EDGE_RESOLVERS: '[2001:db8::1]:53' },
      /EDGE_RESOLVERS has "\[2001:db8::1\]:53"/,
    ],
  ])('%s', (_, environment, message) => {
    expect(() => readConfig(environment)).toThrow(message)
  })
})
