-- Hypervisors as resources, join tokens, live migrations, and where the event log begins.

-- A node is named by its name in routes and in OVN (system-id); its id is what events and audit refer to. Common columns as everywhere; a
-- node is never a tombstone: it is decommissioned, and its row stays.
alter table node
  add column id uuid not null default gen_random_uuid() unique,
  add column description text not null default '',
  add column labels jsonb not null default '{}',
  add column generation bigint not null default 1,
  add column applied_generation bigint not null default 1,
  add column realized_generation bigint not null default 1,
  add column conditions jsonb not null default '[]',
  add column create_digest bytea not null default '',
  add column created_at timestamptz not null default now(),
  add column updated_at timestamptz not null default now(),
  add column deleting_at timestamptz,
  -- What people decided. Whether it is silent or drained is computed.
  add column service text not null default 'in_service' check (service in ('in_service', 'draining', 'decommissioned')),
  add column bridge_mappings jsonb not null default '{}',
  add column gateway boolean not null default false,
  add column ovs_version text,
  add column ovn_version text;
update node set created_at = registered_at, updated_at = registered_at;
create index node_order on node (created_at, id);

create table join_token (
  id uuid primary key,
  name text not null,
  usage text not null check (usage in ('one_off', 'reusable')),
  expires_at timestamptz not null,
  node_labels jsonb not null,
  pre_approved boolean not null,
  uses integer not null default 0,
  last_used_at timestamptz,
  -- SHA-256 of the secret, which is random: no slow hash is needed.
  digest bytea not null unique,
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
create unique index join_token_name on join_token (name) where deleting_at is null;
create index join_token_order on join_token (created_at, id);

create table migration (
  id uuid primary key,
  project_id uuid not null references project on delete cascade,
  name text not null,
  -- What was asked for: one port, or all of a VM's. Neither is a reference: the record stays when they go.
  port_id uuid,
  vm_id text,
  ports jsonb not null,
  source text not null,
  destination text not null references node,
  state text not null default 'preparing' check (state in ('preparing', 'prepared', 'switching', 'done', 'aborted')),
  reason text,
  ended_at timestamptz,
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
  check ((port_id is null) <> (vm_id is null)),
  check ((state in ('done', 'aborted')) = (ended_at is not null))
);
create index migration_project on migration (project_id, created_at, id);
create index migration_order on migration (created_at, id);
create index migration_destination on migration (destination);

-- The ports of migrations that go on. The primary key is the arbiter: a port has one live migration at most. Rows go when it ends.
create table migration_port (
  port_id uuid primary key references port on delete cascade,
  migration_id uuid not null references migration on delete cascade
);
create index migration_port_migration on migration_port (migration_id);

-- Events up to here may have been taken away. A reader that wants to go on from before it has missed some.
create table event_floor (
  singleton boolean primary key default true check (singleton),
  xid xid8 not null default '0',
  seq bigint not null default 0
);
insert into event_floor default values;
