-- What agents count: the last sample only. Unlogged: a crash empties them and the next samples fill them again, and a sample every few seconds of
-- every port is no reason to write a log. They are beside the resources' rows, which a sample is to leave alone: no generation, no event.

create unlogged table port_statistics (
  port_id uuid primary key references port on delete cascade,
  -- {"bytes": n, "packets": n, "drops": n, "errors": n}, as the API shows it
  received jsonb not null,
  sent jsonb not null,
  at timestamptz not null
);

-- When a hypervisor last told of all its balanced connections. One that is silent does not count.
create unlogged table balanced_sample (
  node text primary key,
  -- false: it has too many connections to count those of load balancers, so that no sum is true
  counted boolean not null,
  at timestamptz not null
);
-- References would make a report wait for who changes a load balancer. What is gone goes with the next report.
create unlogged table balanced_connections (
  node text not null,
  listener_id uuid not null,
  member_id uuid not null,
  connections bigint not null,
  -- null: the switch counts none
  packets bigint,
  bytes bigint,
  primary key (node, listener_id, member_id)
);
create index balanced_connections_listener on balanced_connections (listener_id);
create index balanced_connections_member on balanced_connections (member_id);
create index load_balancer_address on load_balancer (address);
