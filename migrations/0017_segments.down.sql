drop index port_pairs;
drop index port_virtual;
drop index network_vni;
update network set segment_id = null where type = 'overlay';
alter table network drop constraint network_segment_use;
alter table network add constraint network_segment_id_check check (segment_id between 1 and 4094);
alter table network add constraint network_segment_use check (
  case type when 'vlan' then segment_id is not null when 'external' then true else segment_id is null end);
