/**
 * What the reconciler does with the tombstones of ports ($1, an array of ids) once OVN has forgotten them, without hold-down: for tests that
 * have no OVN.
 */
export const REMOVE_PORTS = `
with ended as (delete from port where id = any($1::uuid[]) returning id),
freed as (delete from address using ended where owner_id = ended.id)
delete from mac_address using ended where owner_id = ended.id`
