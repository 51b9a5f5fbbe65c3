drop table zone_serial;
