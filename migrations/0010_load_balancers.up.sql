-- Load balancers with their parts. Who has an address is decided by `address` alone; the column here repeats it for reading.

create table load_balancer (
  id uuid primary key,
  project_id uuid not null references project,
  name text not null,
  -- Either an address of a subnet, or a floating IP.
  network_id uuid references network,
  subnet_id uuid references subnet,
  floating_ip_id uuid references floating_ip,
  address inet not null,
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
  check ((network_id is null) = (subnet_id is null) and (subnet_id is null) <> (floating_ip_id is null))
);
create unique index load_balancer_name on load_balancer (project_id, name) where deleting_at is null;
create index load_balancer_project on load_balancer (project_id, created_at, id);
create index load_balancer_order on load_balancer (created_at, id);
-- Two load balancers of one address could want the same port of it.
create unique index load_balancer_floating_ip on load_balancer (floating_ip_id) where deleting_at is null;
create index load_balancer_floating_ip_any on load_balancer (floating_ip_id) where floating_ip_id is not null;
create index load_balancer_network on load_balancer (network_id) where network_id is not null;
create index load_balancer_subnet on load_balancer (subnet_id) where subnet_id is not null;

create table load_balancer_pool (
  id uuid primary key,
  load_balancer_id uuid not null references load_balancer on delete cascade,
  name text not null,
  -- {"interval": s, "timeout": s, "success": n, "failure": n}, null: none
  health_check jsonb,
  description text not null,
  labels jsonb not null,
  generation bigint not null,
  create_digest bytea not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- for the references of listeners and members, which stay within one load balancer
  unique (id, load_balancer_id)
);
create unique index load_balancer_pool_name on load_balancer_pool (load_balancer_id, name);
create index load_balancer_pool_order on load_balancer_pool (created_at, id);

create table load_balancer_listener (
  id uuid primary key,
  load_balancer_id uuid not null references load_balancer on delete cascade,
  pool_id uuid not null,
  name text not null,
  protocol text not null check (protocol in ('tcp', 'udp', 'sctp')),
  port integer not null check (port between 1 and 65535),
  affinity_enabled boolean not null,
  -- seconds
  affinity_timeout integer not null check (affinity_timeout between 1 and 65535),
  hairpin boolean not null,
  description text not null,
  labels jsonb not null,
  generation bigint not null,
  create_digest bytea not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint load_balancer_listener_pool_fkey foreign key (pool_id, load_balancer_id)
    references load_balancer_pool (id, load_balancer_id)
);
create unique index load_balancer_listener_name on load_balancer_listener (load_balancer_id, name);
create unique index load_balancer_listener_port on load_balancer_listener (load_balancer_id, protocol, port);
create index load_balancer_listener_pool on load_balancer_listener (pool_id);
create index load_balancer_listener_order on load_balancer_listener (created_at, id);

create table load_balancer_member (
  id uuid primary key,
  load_balancer_id uuid not null references load_balancer on delete cascade,
  pool_id uuid not null,
  -- null: the address is no port's
  port_id uuid references port,
  ip inet not null,
  port_number integer not null check (port_number between 1 and 65535),
  enabled boolean not null,
  draining boolean not null,
  -- Written by what OVN reports, never by a command.
  health text not null default 'unknown' check (health in ('unknown', 'healthy', 'unhealthy')),
  description text not null,
  labels jsonb not null,
  generation bigint not null,
  create_digest bytea not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint load_balancer_member_pool_fkey foreign key (pool_id, load_balancer_id)
    references load_balancer_pool (id, load_balancer_id) on delete cascade
);
create unique index load_balancer_member_target on load_balancer_member (pool_id, ip, port_number);
create index load_balancer_member_parent on load_balancer_member (load_balancer_id);
create index load_balancer_member_port on load_balancer_member (port_id) where port_id is not null;
create index load_balancer_member_order on load_balancer_member (created_at, id);

-- Where probes of members come from: one address of each subnet that has a probed member, which is the subnet's own.
create unique index address_probe_source on address (subnet_id) where owner_kind = 'subnet' and type = 'reserved';
