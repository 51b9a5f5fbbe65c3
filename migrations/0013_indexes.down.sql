drop index port_network, port_mac, port_name, port_hostname_any, address_own, address_due, address_history_any, operation_project;
