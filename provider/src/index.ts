/** The provider as a library: for tests, which serve it in their own process. */
export { selfSigned, type Certificate } from './plugin/certificate.ts'
export { provider } from './provider.ts'
export { reattachment, serve, type Serving, type ServeOptions } from './plugin/serve.ts'
export { stderrLog } from './plugin/log.ts'
