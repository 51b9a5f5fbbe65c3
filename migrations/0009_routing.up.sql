-- Routers with their parts, floating IPs and port forwards. Who has an address is decided by `address` alone; the columns here repeat it for
-- reading. A tombstone holds nobody up: what it referred to may go before it, so its references become null.

create table router (
  id uuid primary key,
  project_id uuid not null references project,
  name text not null,
  distributed boolean not null,
  -- names of nodes, the preferred one first
  gateway_nodes jsonb not null,
  gateway_network_id uuid references network on delete set null,
  -- [{"subnet": "...", "ip": "203.0.113.10", "mac": "..."}, ...], at most one of each family, IPv4 first;
  -- the port on the external network has the MAC address of the first
  gateway_fixed_ips jsonb not null,
  gateway_snat boolean not null,
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
create unique index router_name on router (project_id, name) where deleting_at is null;
create index router_project on router (project_id, created_at, id);
create index router_gateway_network on router (gateway_network_id) where gateway_network_id is not null;
create index router_order on router (created_at, id);

create table router_interface (
  id uuid primary key,
  router_id uuid not null references router on delete cascade,
  network_id uuid not null references network,
  subnet_id uuid not null references subnet,
  port_id uuid references port,
  ip inet not null,
  mac macaddr not null,
  description text not null,
  labels jsonb not null,
  generation bigint not null,
  create_digest bytea not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index router_interface_subnet on router_interface (router_id, subnet_id);
create index router_interface_of_subnet on router_interface (subnet_id);
create unique index router_interface_port on router_interface (port_id) where port_id is not null;
create index router_interface_network on router_interface (network_id);
create index router_interface_order on router_interface (created_at, id);

create table router_route (
  id uuid primary key,
  router_id uuid not null references router on delete cascade,
  destination cidr not null,
  next_hop inet not null,
  bfd boolean not null,
  description text not null,
  labels jsonb not null,
  generation bigint not null,
  create_digest bytea not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (family(destination) = family(next_hop))
);
create unique index router_route_hop on router_route (router_id, destination, next_hop);
create index router_route_order on router_route (created_at, id);

create table router_policy_route (
  id uuid primary key,
  router_id uuid not null references router on delete cascade,
  -- OVN's priorities end at 32767; those above ours are the platform's.
  priority integer not null check (priority between 0 and 29999),
  -- every field of the match, null where it does not matter, so that equal matches are equal
  match jsonb not null,
  action text not null check (action in ('allow', 'drop', 'reroute')),
  next_hops jsonb not null,
  description text not null,
  labels jsonb not null,
  generation bigint not null,
  create_digest bytea not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((action = 'reroute') = (next_hops <> '[]'))
);
-- OVN decides by chance between equal matches of equal priority.
create unique index router_policy_route_match on router_policy_route (router_id, priority, match);
create index router_policy_route_order on router_policy_route (created_at, id);

create table floating_ip (
  id uuid primary key,
  project_id uuid not null references project,
  name text not null,
  network_id uuid not null references network,
  subnet_id uuid not null references subnet,
  address inet not null,
  port_id uuid references port on delete set null,
  fixed_ip inet,
  -- the router that translates it for its port
  router_id uuid references router on delete set null,
  distributed boolean not null,
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
  check (deleting_at is not null or ((port_id is null) = (fixed_ip is null) and (port_id is null) = (router_id is null)))
);
create unique index floating_ip_name on floating_ip (project_id, name) where deleting_at is null;
create index floating_ip_project on floating_ip (project_id, created_at, id);
-- Two translations of one address are a matter of chance in OVN.
create unique index floating_ip_fixed on floating_ip (port_id, fixed_ip) where deleting_at is null and port_id is not null;
create index floating_ip_port on floating_ip (port_id) where port_id is not null;
create index floating_ip_router on floating_ip (router_id) where router_id is not null;
create index floating_ip_network on floating_ip (network_id);
create index floating_ip_subnet on floating_ip (subnet_id);
create index floating_ip_order on floating_ip (created_at, id);

create table port_forward (
  id uuid primary key,
  project_id uuid not null references project,
  name text not null,
  floating_ip_id uuid not null references floating_ip,
  protocol text not null check (protocol in ('tcp', 'udp', 'sctp')),
  external_port integer not null check (external_port between 1 and 65535),
  target_port_id uuid references port on delete set null,
  target_ip inet not null,
  target_port_number integer not null check (target_port_number between 1 and 65535),
  router_id uuid references router on delete set null,
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
  check (deleting_at is not null or (target_port_id is not null and router_id is not null))
);
create unique index port_forward_name on port_forward (project_id, name) where deleting_at is null;
create index port_forward_project on port_forward (project_id, created_at, id);
create unique index port_forward_external on port_forward (floating_ip_id, protocol, external_port) where deleting_at is null;
create index port_forward_floating_ip on port_forward (floating_ip_id);
create index port_forward_target on port_forward (target_port_id) where target_port_id is not null;
create index port_forward_router on port_forward (router_id) where router_id is not null;
create index port_forward_order on port_forward (created_at, id);
