/** Ids that the examples of the documentation use, so that they refer to each other. */
export const exampleIds = {
  project: '01957b2c-8a10-7c3e-9d21-3f5a6b7c8d9e',
  network: '01957b2c-9b20-7d4f-8e32-4a6b7c8d9e0f',
  subnet: '01957b2c-ac30-7e50-9f43-5b7c8d9e0f1a',
  port: '01957b2c-bd40-7f61-8054-6c8d9e0f1a2b',
  security_group: '01957b2c-ce50-7072-9165-7d9e0f1a2b3c',
  external_network: '01957b2c-df60-7183-8276-8e0f1a2b3c4d',
  external_subnet: '01957b2c-e070-7294-9387-9f1a2b3c4d5e',
  router: '01957b2c-e181-73a5-a498-0a2b3c4d5e6f',
  router_interface: '01957b2c-e292-74b6-b5a9-1b3c4d5e6f70',
  router_route: '01957b2c-e3a3-75c7-86ba-2c4d5e6f7081',
  router_policy_route: '01957b2c-e4b4-76d8-97cb-3d5e6f708192',
  floating_ip: '01957b2c-e5c5-77e9-a8dc-4e6f708192a3',
  port_forward: '01957b2c-e6d6-78fa-b9ed-5f708192a3b4',
} as const
