-- Overlay networks may have a VNI of their own, and ports find those that share an address with them.

alter table network drop constraint network_segment_use;
alter table network drop constraint network_segment_id_check;
alter table network add constraint network_segment_use check (
  case type
    -- what OVN does not give away by itself, nor keep for interconnection (ADR 28)
    when 'overlay' then segment_id is null or segment_id between 65536 and 16711680
    -- 802.1Q: 0 and 4095 are reserved
    when 'vlan' then segment_id is not null and segment_id between 1 and 4094
    when 'external' then segment_id is null or segment_id between 1 and 4094
    else segment_id is null end);
create unique index network_vni on network (segment_id)
  where deleting_at is null and physical_network is null and segment_id is not null;

create index port_virtual on port (network_id, project_id) where type = 'virtual';
create index port_pairs on port (network_id, project_id) where allowed_address_pairs <> '[]';
