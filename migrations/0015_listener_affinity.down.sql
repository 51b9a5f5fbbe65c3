alter table load_balancer_listener rename column session_affinity to affinity_enabled;
alter table load_balancer_listener
  add column affinity_timeout integer not null default 10800 check (affinity_timeout between 1 and 65535);
alter table load_balancer_listener alter column affinity_timeout drop default;
