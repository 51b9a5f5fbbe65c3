drop index address_probe_source;
with gone as (
  delete from address where owner_kind = 'subnet' and type = 'reserved' or owner_kind = 'load_balancer' returning id)
delete from mac_address m using gone where m.owner_id = gone.id;
drop table load_balancer_member, load_balancer_listener, load_balancer_pool, load_balancer;
