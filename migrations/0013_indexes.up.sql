-- Indexes for what was read through whole tables at 100,000 ports: lists by a filter, what refers to a network or subnet, and foreign keys.

-- Ports of a network: lists, and whether it may be deleted.
create index port_network on port (network_id, created_at, id);
create index port_mac on port (mac);
create index port_name on port (name);
create index port_hostname_any on port (hostname) where hostname is not null;

-- What is a subnet's own goes with it. There are two or three rows of a subnet, so the addresses of others cost nothing more.
create index address_own on address (subnet_id) where owner_kind = 'subnet';
-- Hold-downs that are over, whatever the subnet: looked for every second.
create index address_due on address (hold_until) where state = 'held';

-- The list of who has had an address, and it alone.
create index address_history_any on address_history (ip);

create index operation_project on operation (project_id, created_at, id);
