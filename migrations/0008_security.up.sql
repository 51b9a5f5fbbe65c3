-- Security groups as resources of their own, whole rules, address groups, and policies of who runs the deployment.

alter table security_group
  add column stateful boolean not null default true,
  add column description text not null default '',
  add column labels jsonb not null default '{}',
  -- Empty for a project's default group, which no request of its own made.
  add column create_digest bytea not null default '';
create index security_group_project on security_group (project_id, created_at, id);
create index security_group_order on security_group (created_at, id);

create table address_group (
  id uuid primary key,
  project_id uuid not null references project,
  name text not null,
  -- ["198.51.100.0/24", "2001:db8::/32", ...], none in another
  cidrs jsonb not null,
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
create unique index address_group_name on address_group (project_id, name) where deleting_at is null;
create index address_group_project on address_group (project_id, created_at, id);
create index address_group_order on address_group (created_at, id);

-- That rules of one group differ in what they match, or in position, is checked under the lock of the group's row: a list is replaced by
-- statements between which two rules may be alike.
alter table security_group_rule
  add column icmp_type smallint check (icmp_type between 0 and 255),
  add column icmp_code smallint check (icmp_code between 0 and 255),
  add column remote_address_group_id uuid references address_group,
  add column enabled boolean not null default true,
  add column log boolean not null default false,
  add column description text not null default '',
  add column labels jsonb not null default '{}',
  add column generation bigint not null default 1,
  add column create_digest bytea not null default '',
  add column updated_at timestamptz not null default now(),
  add constraint security_group_rule_remotes
    check (num_nonnulls(remote_cidr, remote_group_id, remote_address_group_id) <= 1),
  add constraint security_group_rule_icmp check (icmp_code is null or icmp_type is not null);
create index security_group_rule_address_group on security_group_rule (remote_address_group_id)
  where remote_address_group_id is not null;
create index security_group_rule_order on security_group_rule (created_at, id);

-- Rules that decide before those of security groups.
create table policy (
  id uuid primary key,
  name text not null,
  scope text not null check (scope in ('all', 'projects')),
  -- ["<project id>", ...], with scope 'projects'. A project that is gone holds no port, so what is left of it here says nothing.
  projects jsonb not null,
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
create unique index policy_name on policy (name) where deleting_at is null;
create index policy_order on policy (created_at, id);

create table policy_rule (
  id uuid primary key,
  policy_id uuid not null references policy on delete cascade,
  direction text not null check (direction in ('ingress', 'egress')),
  ethertype text not null check (ethertype in ('ipv4', 'ipv6')),
  -- null: any protocol
  protocol smallint check (protocol between 0 and 255),
  port_min integer check (port_min between 0 and 65535),
  port_max integer,
  icmp_type smallint check (icmp_type between 0 and 255),
  icmp_code smallint check (icmp_code between 0 and 255),
  remote_cidr cidr,
  remote_group_id uuid references security_group,
  remote_address_group_id uuid references address_group,
  action text not null check (action in ('allow', 'drop', 'reject')),
  position smallint not null check (position between 0 and 332),
  enabled boolean not null,
  log boolean not null,
  description text not null,
  labels jsonb not null,
  generation bigint not null default 1,
  create_digest bytea not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint policy_rule_ports check (port_max between port_min and 65535),
  constraint policy_rule_remotes check (num_nonnulls(remote_cidr, remote_group_id, remote_address_group_id) <= 1),
  constraint policy_rule_icmp check (icmp_code is null or icmp_type is not null)
);
create index policy_rule_policy on policy_rule (policy_id);
create index policy_rule_remote on policy_rule (remote_group_id) where remote_group_id is not null;
create index policy_rule_address_group on policy_rule (remote_address_group_id) where remote_address_group_id is not null;
create index policy_rule_order on policy_rule (created_at, id);
