-- QoS policies, and what DNS answers beside the names that IPAM makes.

create table qos_policy (
  id uuid primary key,
  project_id uuid not null references project,
  name text not null,
  -- kbit/s; null: no limit
  egress_max bigint check (egress_max between 1 and 4294967295),
  ingress_max bigint check (ingress_max between 1 and 4294967295),
  -- kbit; null: what the rate gives
  egress_burst bigint check (egress_burst between 72 and 4294967295),
  ingress_burst bigint check (ingress_burst between 72 and 4294967295),
  -- kbit/s
  min bigint check (min between 1 and 4294967295),
  dscp smallint check (dscp between 0 and 63),
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
  check (egress_burst is null or egress_max is not null),
  check (ingress_burst is null or ingress_max is not null),
  check (min <= ingress_max)
);
create unique index qos_policy_name on qos_policy (project_id, name) where deleting_at is null;
create index qos_policy_project on qos_policy (project_id, created_at, id);
create index qos_policy_order on qos_policy (created_at, id);

alter table port add column qos_policy_id uuid references qos_policy;
create index port_qos_policy on port (qos_policy_id) where qos_policy_id is not null;

create table dns_zone (
  id uuid primary key,
  project_id uuid not null references project,
  -- absolute, lower case, without the dot at the end; two projects may have the same, each for its own networks
  name text not null,
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
create unique index dns_zone_name on dns_zone (project_id, name) where deleting_at is null;
create index dns_zone_project on dns_zone (project_id, created_at, id);
create index dns_zone_order on dns_zone (created_at, id);

-- One row is all records of a name and type (RRset).
create table dns_record (
  id uuid primary key,
  project_id uuid not null references project,
  -- null: the project's own zone
  zone_id uuid references dns_zone,
  -- below the zone, "@": the zone itself
  name text not null,
  type text not null check (type in ('A', 'AAAA', 'CNAME', 'TXT', 'SRV', 'MX', 'CAA', 'PTR')),
  -- seconds
  ttl integer not null check (ttl between 0 and 86400),
  values jsonb not null,
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
  -- A CNAME record is alone at its name (RFC 2181 §10.1).
  constraint dns_record_cname exclude using gist (
    (coalesce(zone_id, project_id)) with =, name with =, ((type = 'CNAME')::integer) with <>
  ) where (deleting_at is null)
);
create unique index dns_record_rrset on dns_record (coalesce(zone_id, project_id), name, type) where deleting_at is null;
create index dns_record_project on dns_record (project_id, created_at, id);
create index dns_record_order on dns_record (created_at, id);
create index dns_record_zone on dns_record (zone_id) where zone_id is not null;

create table dns_forwarder (
  id uuid primary key,
  project_id uuid not null references project,
  network_id uuid not null references network,
  name text not null,
  -- null: every name that nobody else has
  domain text,
  -- ["192.0.2.53", "192.0.2.54:5353"], in the order in which they are asked
  servers jsonb not null,
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
create unique index dns_forwarder_name on dns_forwarder (project_id, name) where deleting_at is null;
create unique index dns_forwarder_domain on dns_forwarder (network_id, coalesce(domain, '.')) where deleting_at is null;
create index dns_forwarder_project on dns_forwarder (project_id, created_at, id);
create index dns_forwarder_order on dns_forwarder (created_at, id);
