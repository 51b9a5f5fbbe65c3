-- Who may do what: tokens of projects and of the platform, and roles of tokens in further projects. Requests that are repeated safely, quotas,
-- work that goes on after its request, and who did what in the audit.

alter table token drop constraint token_name_key;
alter table token drop constraint token_role_check;
update token set role = 'platform_admin'
  where role = 'admin';
alter table token
  add constraint token_role_check check (role in ('viewer', 'operator', 'admin', 'platform_admin', 'node', 'feed')),
  -- null: a token of the platform. Tokens are access to a project and nothing that it holds: they go with it.
  add column project_id uuid references project on delete cascade,
  -- A token of role node may speak for this hypervisor only; null: for any.
  add column node text,
  add column expires_at timestamptz,
  -- To the minute, written for many tokens at once.
  add column last_used_at timestamptz,
  -- How the secret begins, so that one that was found can be told; null for those that people made themselves.
  add column secret_prefix text,
  add column description text not null default '',
  add column labels jsonb not null default '{}',
  add column generation bigint not null default 1,
  add column applied_generation bigint not null default 1,
  add column realized_generation bigint not null default 1,
  add column conditions jsonb not null default '[]',
  add column create_digest bytea not null default '',
  add column updated_at timestamptz not null default now(),
  add column deleting_at timestamptz,
  add constraint token_role_place check ((role in ('viewer', 'operator', 'admin')) = (project_id is not null)),
  add constraint token_node_role check (node is null or role = 'node');
create unique index token_name on token (project_id, name) nulls not distinct where deleting_at is null;
create index token_project on token (project_id, created_at, id);
create index token_order on token (created_at, id);

-- A role of a token in a project that is not its own.
create table role_binding (
  id uuid primary key,
  token_id uuid not null references token on delete cascade,
  project_id uuid not null references project on delete cascade,
  role text not null check (role in ('viewer', 'operator', 'admin')),
  name text not null default '',
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
  constraint role_binding_once unique (token_id, project_id)
);
create index role_binding_project on role_binding (project_id, created_at, id);
create index role_binding_order on role_binding (created_at, id);

-- {"port": 500}: how many a project may have of a kind. A kind that is not in it has no limit.
alter table project add column quotas jsonb not null default '{}';

-- The answers to requests that carried an Idempotency-Key. Written in the transaction of the command: a key that is here was carried out, one
-- whose transaction still runs makes its repetition wait on the primary key.
create table idempotency_key (
  token_id uuid not null,
  route text not null,
  key text not null,
  -- SHA-256 of the request
  digest bytea not null,
  answer jsonb not null default 'null',
  expires_at timestamptz not null,
  primary key (token_id, route, key)
);
create index idempotency_key_expiry on idempotency_key (expires_at);

-- Work that goes on after the request which began it.
create table operation (
  id uuid primary key,
  action text not null,
  -- null: it concerns the platform
  project_id uuid references project on delete cascade,
  target_kind text not null,
  target_id uuid not null,
  target_name text not null,
  state text not null default 'running' check (state in ('running', 'succeeded', 'failed', 'cancelled')),
  done integer not null default 0,
  total integer not null default 0,
  waiting_for text,
  error text,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  ended_at timestamptz
);
create index operation_order on operation (created_at, id);
create index operation_target on operation (target_id);
create index operation_running on operation (updated_at) where state = 'running';

-- What concerns the platform (nodes, tokens of it) belongs to no project.
alter table event alter column project_id drop not null;
alter table audit
  add column project_id uuid,
  add column request_id text,
  -- as it was then: tokens go, and names change
  add column token_name text;
create index audit_project on audit (project_id, seq);
drop index event_project;
create index event_project on event (project_id, xid, seq);
