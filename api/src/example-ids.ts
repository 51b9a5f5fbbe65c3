/** Ids that the examples of the documentation use, so that they refer to each other. */
export const exampleIds = {
  project: '01957b2c-8a10-7c3e-9d21-3f5a6b7c8d9e',
  network: '01957b2c-9b20-7d4f-8e32-4a6b7c8d9e0f',
  subnet: '01957b2c-ac30-7e50-9f43-5b7c8d9e0f1a',
  port: '01957b2c-bd40-7f61-8054-6c8d9e0f1a2b',
  security_group: '01957b2c-ce50-7072-9165-7d9e0f1a2b3c',
} as const
