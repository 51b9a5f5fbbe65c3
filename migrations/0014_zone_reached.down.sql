alter table zone_serial drop column reached;
