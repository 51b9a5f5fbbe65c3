-- IPAM: networks of every type, subnets of both families, pools that subnets are carved from, and one table that decides who has an address.

-- Networks ---------------------------------------------------------------------------------------------------------------------------------

alter table network drop constraint network_type_check;
alter table network
  add column physical_network text,
  -- 802.1Q: 0 and 4095 are reserved
  add column segment_id integer check (segment_id between 1 and 4094),
  add column multicast boolean not null default false,
  add column dhcp_ntp_servers jsonb not null default '[]',
  add column dhcp_dns_servers jsonb not null default '[]',
  add column dhcp_domain_name text,
  -- [{"destination": "10.9.0.0/16", "next_hop": "10.0.0.9"}, ...] (RFC 3442)
  add column dhcp_static_routes jsonb not null default '[]',
  add column port_security_default boolean not null default true,
  -- ids of projects whose members see the network and may put ports into it
  add column shared_with jsonb not null default '[]',
  add constraint network_type check (type in ('overlay', 'vlan', 'flat', 'external')),
  add constraint network_provider check ((type = 'overlay') = (physical_network is null)),
  add constraint network_segment_use check (
    case type when 'vlan' then segment_id is not null when 'external' then true else segment_id is null end);
-- One segment is one network; without a tag there is one per physical network, so null is a segment too.
create unique index network_segment on network (physical_network, segment_id) nulls not distinct
  where deleting_at is null and physical_network is not null;

create index network_shared_with on network using gin (shared_with);

-- Pools ------------------------------------------------------------------------------------------------------------------------------------

create table subnet_pool (
  id uuid primary key,
  project_id uuid not null references project,
  name text not null,
  family smallint not null check (family in (4, 6)),
  default_prefix_length smallint not null,
  min_prefix_length smallint not null,
  max_prefix_length smallint not null,
  -- ["10.64.0.0/12", ...]: the same as in subnet_pool_prefix, in the order of the request
  prefixes jsonb not null,
  description text not null,
  labels jsonb not null,
  generation bigint not null default 1,
  applied_generation bigint not null default 0,
  realized_generation bigint not null default 0,
  conditions jsonb not null default '[]',
  create_digest bytea not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleting_at timestamptz,
  check (min_prefix_length <= default_prefix_length and default_prefix_length <= max_prefix_length)
);
create unique index subnet_pool_name on subnet_pool (project_id, name) where deleting_at is null;
create index subnet_pool_project on subnet_pool (project_id, created_at, id);
create index subnet_pool_order on subnet_pool (created_at, id);

-- Two pools of a project never promise the same addresses. Other projects may use the same blocks.
create table subnet_pool_prefix (
  pool_id uuid not null references subnet_pool on delete cascade,
  project_id uuid not null,
  prefix cidr not null,
  primary key (pool_id, prefix),
  constraint subnet_pool_overlap exclude using gist (project_id with =, prefix inet_ops with &&)
);

-- Subnets ----------------------------------------------------------------------------------------------------------------------------------

alter table subnet
  add column pool_id uuid references subnet_pool,
  add column reserved_ranges jsonb not null default '[]',
  add column ipv6_mode text check (ipv6_mode in ('slaac', 'dhcpv6-stateful', 'dhcpv6-stateless')),
  -- seconds for which an address stays with its project after OVN has forgotten it
  add column hold_down integer not null default 300 check (hold_down between 0 and 2592000),
  -- null: what the network says
  add column dns_servers jsonb,
  add column static_routes jsonb,
  -- The highest threshold of use that was told, in percent; written only when one is crossed.
  add column usage_level smallint not null default 0 check (usage_level in (0, 80, 90, 95)),
  add column usage_since timestamptz,
  -- Blocks of one pool never overlap. A tombstone keeps its block: its addresses may still be in OVN.
  add constraint subnet_carved exclude using gist (pool_id with =, cidr inet_ops with &&);
update subnet set ipv6_mode = 'dhcpv6-stateful' where family(cidr) = 6;
alter table subnet add constraint subnet_family check ((family(cidr) = 6) = (ipv6_mode is not null));
create unique index subnet_of_network on subnet (id, network_id);
create index subnet_pool_of on subnet (pool_id) where pool_id is not null;

-- Addresses --------------------------------------------------------------------------------------------------------------------------------

alter table address rename to address_before_0007;
alter table address_before_0007 rename constraint address_pkey to address_before_0007_pkey;
drop index address_port;

-- Every address that something has, or has had until a moment ago. The primary key is the only arbiter of who has it; whatever a server
-- remembers is a hint. It is the network's: a block that is made anew while the old one is still in OVN hands out none of its addresses.
--
--   used      --release-->  releasing  --OVN has confirmed-->  held  --hold-down is over-->  (no row)
--
-- A row is written when an address is taken and by none of its uses, so rows have few indexes and allocation has no other cost.
create table address (
  network_id uuid not null,
  ip inet not null,
  id uuid not null,
  subnet_id uuid not null,
  -- who counts as its holder; without a foreign key: an address that is held outlives a project, and never blocks its deletion
  project_id uuid not null,
  type text not null check (type in ('dynamic', 'static', 'reserved', 'gateway', 'dns', 'floating', 'router', 'vip')),
  state text not null default 'used' check (state in ('used', 'releasing', 'held')),
  -- the resource that has it, or that had it while it is held
  owner_kind text not null,
  owner_id uuid not null,
  -- as its holder has them, so that a row tells all by itself, also when the holder is gone
  mac macaddr,
  hostname text,
  -- which of its owner's addresses this is, in the order of the request
  position smallint not null default 0,
  since timestamptz not null default now(),
  -- The reconcile root and its generation that take it out of OVN.
  release_root uuid,
  release_generation bigint,
  hold_until timestamptz,
  -- A reservation is a resource of its own: it has a name, and what it reserves comes back when the port that took it over goes.
  name text,
  reserved_mac macaddr,
  reserved_hostname text,
  description text,
  labels jsonb,
  generation bigint,
  create_digest bytea,
  created_at timestamptz,
  updated_at timestamptz,
  primary key (network_id, ip),
  constraint address_subnet foreign key (subnet_id, network_id) references subnet (id, network_id),
  check ((state = 'releasing') = (release_root is not null)),
  check ((state = 'held') = (hold_until is not null)),
  check ((name is null) = (create_digest is null))
);
create unique index address_id on address (id);
create index address_owner on address (owner_id);
create index address_releasing on address (release_root) where state = 'releasing';
create index address_held on address (subnet_id, hold_until) where state = 'held';
create index address_reserved on address (project_id, created_at, id) where name is not null;

insert into address (network_id, ip, id, subnet_id, project_id, type, owner_kind, owner_id, mac, hostname, position, since)
select s.network_id, a.ip, gen_random_uuid(), a.subnet_id, coalesce(p.project_id, s.project_id), a.type,
  case when a.port_id is null then 'subnet' else 'port' end, coalesce(a.port_id, a.subnet_id), coalesce(p.mac, a.mac), p.hostname, a.position, a.since
from address_before_0007 a
join subnet s on s.id = a.subnet_id
left join port p on p.id = a.port_id
-- A tombstone's address counts last: its successor on the network, if there is one, has it.
order by s.deleting_at nulls first
on conflict do nothing;
drop table address_before_0007;

-- Addresses as the API lists them: what was not reserved by a request has none of the columns that a resource has of its own.
create view allocation as
select a.network_id, a.ip, a.id, a.subnet_id, a.project_id, n.project_id as network_project, a.type, a.state, a.owner_kind, a.owner_id,
  a.mac, a.hostname, a.reserved_mac, a.reserved_hostname, a.since, a.hold_until, a.name is not null as is_reserved,
  coalesce(a.name, '') as name, coalesce(a.description, '') as description, coalesce(a.labels, '{}') as labels,
  coalesce(a.generation, 1) as generation, coalesce(a.generation, 1) as applied_generation,
  coalesce(a.generation, 1) as realized_generation, '[]'::jsonb as conditions, coalesce(a.create_digest, '') as create_digest,
  coalesce(a.created_at, a.since) as created_at, coalesce(a.updated_at, a.since) as updated_at, null::timestamptz as deleting_at
from address a join network n on n.id = a.network_id;

-- Who had an address when it ended; together with `address` it answers "who had this address at that time". A row is about 170 bytes with
-- its indexes: a million leases that ended take 170 MB.
create table address_history (
  seq bigint generated always as identity primary key,
  network_id uuid not null,
  subnet_id uuid not null,
  project_id uuid not null,
  ip inet not null,
  type text not null,
  owner_kind text not null,
  owner_id uuid not null,
  mac macaddr,
  hostname text,
  since timestamptz not null,
  until timestamptz not null default now()
);
create index address_history_ip on address_history (network_id, ip, until);
create index address_history_project on address_history (project_id, until);

-- MAC addresses ----------------------------------------------------------------------------------------------------------------------------

-- Every MAC address of ports, gateways and DNS addresses. One that a user gave is unique on its network; one that was generated is unique in
-- the whole deployment, so that networks can be joined and frames can be told apart in a capture.
create table mac_address (
  -- the port, or the address that has a MAC of its own
  owner_id uuid primary key,
  network_id uuid not null,
  mac macaddr not null,
  generated boolean not null
);
-- A tombstone keeps its MAC: its logical port may still be in OVN.
create unique index mac_address_network on mac_address (network_id, mac);
create unique index mac_address_generated on mac_address (mac) where generated;

-- Which MAC addresses users gave is not known of old ports: those that are locally administered with our prefix, and single, count as generated.
insert into mac_address (owner_id, network_id, mac, generated)
select id, network_id, mac, own and count(*) over (partition by mac) = 1
from (select id, network_id, mac, mac::text like '02:%' as own from port
      union all select id, network_id, mac, mac::text like '02:%' from address where owner_kind = 'subnet') each_mac
on conflict do nothing;

-- Ports ------------------------------------------------------------------------------------------------------------------------------------

drop index port_mac;
alter table port
  add column type text not null default 'vm' check (type in ('vm', 'virtual')),
  -- [{"ip": "10.0.0.9", "mac": null}, {"ip": "10.1.0.0/24", "mac": "02:..."}]: what it may send from beside its own
  add column allowed_address_pairs jsonb not null default '[]',
  -- {"ntp_servers": [...], ...}: instead of the subnet's
  add column dhcp_options jsonb not null default '{}',
  -- whether *.<hostname> answers like the hostname
  add column wildcard boolean not null default false;
