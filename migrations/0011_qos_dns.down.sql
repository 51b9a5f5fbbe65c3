drop table dns_forwarder, dns_record, dns_zone;
alter table port drop column qos_policy_id;
drop table qos_policy;
