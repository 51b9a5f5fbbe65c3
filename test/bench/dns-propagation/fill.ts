import pg from 'pg'

/** Projects with one network each, and VMs with names on it: written straight into the tables, since that is not what is measured. */
const FILL = `
with p as (
  insert into project (id, name, dns_label, description, labels, create_digest)
  select gen_random_uuid(), 'proj-' || i, 'proj-' || i, '', '{}', '' from generate_series(1, $1::int) i returning id, name),
n as (
  insert into network (id, project_id, name, type, mtu, dhcp_enabled, dhcp_lease_time, description, labels, create_digest)
  select gen_random_uuid(), id, 'net', 'overlay', 1442, true, 86400, '', '{}', '' from p returning id, project_id),
s as (
  insert into subnet (id, project_id, network_id, name, cidr, allocation_ranges, hold_down, description, labels, create_digest)
  select gen_random_uuid(), project_id, id, 'sub', '10.0.0.0/16', '[{"start": "10.0.1.1", "end": "10.0.255.254"}]', 0, '', '{}', '' from n
  returning id, project_id, network_id),
o as (
  insert into port (id, project_id, network_id, name, mac, hostname, port_security, admin_up, description, labels, create_digest)
  select gen_random_uuid(), s.project_id, s.network_id, 'vm-' || v,
    ('02' || lpad(to_hex(v), 10, '0'))::macaddr, 'vm-' || v, true, true, '', '{}', '' from s, generate_series(1, $2::int) v
  returning id, project_id, network_id, name)
insert into address (network_id, ip, id, subnet_id, project_id, type, owner_kind, owner_id)
select o.network_id, '10.0.0.0'::inet + substr(o.name, 4)::int, gen_random_uuid(), s.id, o.project_id, 'static', 'port', o.id
from o join s using (network_id)`

/** A network, and the zone of its project. */
export interface Place {
  readonly network: string
  readonly zone: string
}

export const fill = async (url: string, projects: number, vms: number): Promise<Place[]> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(FILL, [projects, vms])
    await client.query('analyze')
    const { rows } = await client.query<Place>(
      `select n.id as network, p.dns_label || '.internal' as zone from network n join project p on p.id = n.project_id order by p.name`,
    )
    return rows
  } finally {
    await client.end()
  }
}
