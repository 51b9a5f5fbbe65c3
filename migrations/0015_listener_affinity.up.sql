-- A member is chosen by the client's address: there is no time after which a client is forgotten.
alter table load_balancer_listener rename column affinity_enabled to session_affinity;
alter table load_balancer_listener drop column affinity_timeout;
