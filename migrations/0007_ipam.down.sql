-- What 0006 knows nothing of goes: pools, reservations, addresses that are held, and the history. A network on a wire becomes an overlay.
alter table port drop column type, drop column allowed_address_pairs, drop column dhcp_options, drop column wildcard;
create unique index port_mac on port (network_id, mac);
drop table mac_address;
drop table address_history;
drop view allocation;

create table address_after_0007 (
  subnet_id uuid not null references subnet,
  ip inet not null,
  type text not null check (type in ('dynamic', 'static', 'gateway', 'dns')),
  port_id uuid references port on delete cascade,
  mac macaddr,
  since timestamptz not null default now(),
  position smallint not null default 0,
  primary key (subnet_id, ip),
  check ((type in ('dynamic', 'static')) = (port_id is not null)),
  check ((type in ('gateway', 'dns')) = (mac is not null))
);
insert into address_after_0007 (subnet_id, ip, type, port_id, mac, since, position)
select a.subnet_id, a.ip, case when p.id is null then a.type when a.type = 'dynamic' then 'dynamic' else 'static' end, p.id,
  case when p.id is null then a.mac end, a.since, a.position
from address a left join port p on p.id = a.owner_id and a.owner_kind = 'port'
where a.state <> 'held' and (p.id is not null or a.type in ('gateway', 'dns') and a.mac is not null);
drop table address;
alter table address_after_0007 rename to address;
alter table address rename constraint address_after_0007_pkey to address_pkey;
alter table address rename constraint address_after_0007_type_check to address_type_check;
alter table address rename constraint address_after_0007_check to address_check;
alter table address rename constraint address_after_0007_check1 to address_check1;
alter table address rename constraint address_after_0007_port_id_fkey to address_port_id_fkey;
alter table address rename constraint address_after_0007_subnet_id_fkey to address_subnet_id_fkey;
create index address_port on address (port_id) where port_id is not null;

drop index subnet_of_network;
alter table subnet
  drop column pool_id, drop column reserved_ranges, drop column ipv6_mode, drop column hold_down, drop column dns_servers,
  drop column static_routes, drop column usage_level, drop column usage_since;
drop table subnet_pool_prefix;
drop table subnet_pool;

update network set type = 'overlay', physical_network = null, segment_id = null where type <> 'overlay';
alter table network
  drop constraint network_type, drop constraint network_provider, drop constraint network_segment_use,
  drop column physical_network, drop column segment_id, drop column multicast, drop column dhcp_ntp_servers,
  drop column dhcp_dns_servers, drop column dhcp_domain_name, drop column dhcp_static_routes, drop column port_security_default,
  drop column shared_with;
alter table network add constraint network_type_check check (type in ('overlay'));
