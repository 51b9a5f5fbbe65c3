-- The foundation: identity, leadership, access, the five resources of the first path, IPAM's addresses, and the append-only logs.
--
-- Conventions. A resource row carries its generation and how far it has come (applied, realized), and is a tombstone while deleting_at is
-- set: OVN is reconciled to its absence, and then the row goes. Names and hostnames are unique among rows that are not tombstones.
-- Nothing counts on a parent row: a parent that every child updates would be a hot row.

create extension if not exists btree_gist;

-- Who we are. Rows in OVN carry this id; a database with another id is another deployment and never touches them.
create table deployment (
  singleton boolean primary key default true check (singleton),
  id uuid not null default gen_random_uuid(),
  created_at timestamptz not null default now()
);
insert into deployment default values;

-- The epoch of the one writer to OVN. It only grows.
create table leadership (
  singleton boolean primary key default true check (singleton),
  epoch bigint not null default 0,
  holder text,
  since timestamptz
);
insert into leadership default values;

create table token (
  id uuid primary key,
  name text not null unique,
  role text not null check (role in ('admin', 'node', 'feed')),
  -- SHA-256 of the secret, which is random: no slow hash is needed.
  digest bytea not null unique,
  created_at timestamptz not null default now()
);

create table project (
  id uuid primary key,
  name text not null,
  dns_label text not null,
  description text not null,
  labels jsonb not null,
  generation bigint not null default 1,
  applied_generation bigint not null default 0,
  realized_generation bigint not null default 0,
  conditions jsonb not null default '[]',
  -- SHA-256 of the create request: the same request with the same id is answered with the row that it made.
  create_digest bytea not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleting_at timestamptz
);
create unique index project_name on project (name) where deleting_at is null;
create unique index project_dns_label on project (dns_label) where deleting_at is null;

create table security_group (
  id uuid primary key,
  project_id uuid not null references project,
  name text not null,
  default_egress text not null check (default_egress in ('allow', 'deny')),
  generation bigint not null default 1,
  applied_generation bigint not null default 0,
  realized_generation bigint not null default 0,
  conditions jsonb not null default '[]',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleting_at timestamptz
);
create unique index security_group_name on security_group (project_id, name) where deleting_at is null;

create table security_group_rule (
  id uuid primary key,
  group_id uuid not null references security_group on delete cascade,
  direction text not null check (direction in ('ingress', 'egress')),
  ethertype text not null check (ethertype in ('ipv4', 'ipv6')),
  -- null: any protocol
  protocol smallint check (protocol between 0 and 255),
  port_min integer check (port_min between 0 and 65535),
  port_max integer check (port_max between port_min and 65535),
  remote_cidr cidr,
  remote_group_id uuid references security_group,
  action text not null default 'allow' check (action in ('allow', 'drop', 'reject')),
  position smallint not null default 100 check (position between 0 and 332),
  created_at timestamptz not null default now(),
  check (remote_cidr is null or remote_group_id is null)
);
create index security_group_rule_group on security_group_rule (group_id);
create index security_group_rule_remote on security_group_rule (remote_group_id) where remote_group_id is not null;

create table network (
  id uuid primary key,
  project_id uuid not null references project,
  name text not null,
  type text not null check (type in ('overlay')),
  mtu integer not null,
  dhcp_enabled boolean not null,
  dhcp_lease_time integer not null,
  description text not null,
  labels jsonb not null,
  generation bigint not null default 1,
  applied_generation bigint not null default 0,
  realized_generation bigint not null default 0,
  conditions jsonb not null default '[]',
  create_digest bytea not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleting_at timestamptz
);
create unique index network_name on network (project_id, name) where deleting_at is null;
create index network_project on network (project_id);

create table subnet (
  id uuid primary key,
  project_id uuid not null references project,
  network_id uuid not null references network,
  name text not null,
  cidr cidr not null,
  gateway inet,
  dns_address inet,
  -- [{"start": "10.0.0.10", "end": "10.0.0.99"}, ...], disjoint and ascending
  allocation_ranges jsonb not null,
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
  constraint subnet_overlap exclude using gist (network_id with =, cidr inet_ops with &&) where (deleting_at is null)
);
create unique index subnet_name on subnet (network_id, name) where deleting_at is null;
create index subnet_network on subnet (network_id);
create index subnet_project on subnet (project_id);

create table port (
  id uuid primary key,
  project_id uuid not null references project,
  network_id uuid not null references network,
  name text not null,
  mac macaddr not null,
  hostname text,
  vm_id text,
  vm_name text,
  port_security boolean not null,
  admin_up boolean not null,
  node text,
  -- Written by agents' reports and by OVN, never by a command.
  binding_node text,
  binding_state text not null default 'unbound' check (binding_state in ('unbound', 'up', 'down', 'unverified')),
  binding_reason text,
  binding_since timestamptz not null default now(),
  description text not null,
  labels jsonb not null,
  generation bigint not null default 1,
  applied_generation bigint not null default 0,
  realized_generation bigint not null default 0,
  conditions jsonb not null default '[]',
  create_digest bytea not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleting_at timestamptz
);
-- A tombstone keeps its MAC: its logical port may still be in OVN.
create unique index port_mac on port (network_id, mac);
create unique index port_hostname on port (project_id, hostname) where deleting_at is null and hostname is not null;
create index port_project on port (project_id);
create index port_node on port (node) where node is not null;
create index port_binding_node on port (binding_node) where binding_node is not null;

create table port_security_group (
  port_id uuid not null references port on delete cascade,
  group_id uuid not null references security_group,
  primary key (port_id, group_id)
);
create index port_security_group_group on port_security_group (group_id);

-- Every address that something holds. The primary key is the only arbiter of who has it; whatever the server remembers is a hint.
create table address (
  subnet_id uuid not null references subnet,
  ip inet not null,
  type text not null check (type in ('dynamic', 'static', 'gateway', 'dns')),
  -- a port's; or, for the gateway and the DNS edge, the MAC that OVN answers with
  port_id uuid references port on delete cascade,
  mac macaddr,
  since timestamptz not null default now(),
  primary key (subnet_id, ip),
  check ((type in ('dynamic', 'static')) = (port_id is not null)),
  check ((type in ('gateway', 'dns')) = (mac is not null))
);
create index address_port on address (port_id) where port_id is not null;

create table node (
  name text primary key,
  encap_ip inet not null,
  agent_version text not null,
  registered_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);

-- What the reconciler has to look at: keys, never what changed. Appended by commands, removed by the leader once the key is applied.
create table dirty (
  seq bigint generated always as identity primary key,
  kind text not null,
  id uuid not null
);

-- What happened, for streams and zone serials. Sequence numbers are handed out before commit, so a reader stops at the oldest
-- transaction still running: xid < pg_snapshot_xmin(pg_current_snapshot()).
create table event (
  seq bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  project_id uuid not null,
  kind text not null,
  resource_id uuid not null,
  action text not null check (action in ('created', 'updated', 'deleting', 'deleted', 'status')),
  at timestamptz not null default now()
);
create index event_project on event (project_id, seq);
-- Proof that a resource is gone on purpose, for agents that still have its interface.
create index event_deleted on event (resource_id) where action = 'deleted';

create table audit (
  seq bigint generated always as identity primary key,
  at timestamptz not null default now(),
  token_id uuid,
  action text not null,
  kind text not null,
  resource_id uuid not null,
  before jsonb,
  after jsonb
);
create index audit_resource on audit (resource_id, seq);
