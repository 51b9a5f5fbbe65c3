drop table policy_rule, policy;
-- A rule whose remote the older version cannot tell would let anybody in: it goes. So does one that was switched off, or held for some ICMP only.
delete from security_group_rule where remote_address_group_id is not null or icmp_type is not null or not enabled;
drop index security_group_rule_order;
alter table security_group_rule
  drop column icmp_type,
  drop column icmp_code,
  drop column remote_address_group_id,
  drop column enabled,
  drop column log,
  drop column description,
  drop column labels,
  drop column generation,
  drop column create_digest,
  drop column updated_at;
drop table address_group;
drop index security_group_order;
drop index security_group_project;
alter table security_group
  drop column stateful,
  drop column description,
  drop column labels,
  drop column create_digest;
