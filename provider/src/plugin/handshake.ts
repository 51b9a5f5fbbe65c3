/** How Terraform starts a plugin and learns where it listens: HashiCorp's go-plugin, over environment variables and one line on stdout. */

type Environment = Readonly<Record<string, string | undefined>>

const COOKIE_NAME = 'TF_PLUGIN_MAGIC_COOKIE'
/** Fixed by Terraform. Not a secret: it only tells a run by Terraform from one by hand. */
const COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2'
export const PROTOCOL_VERSION = 6

/** Why this process cannot serve as a plugin, in words for a person, or undefined when it can. */
export const refusal = (environment: Environment): string | undefined => {
  if (environment[COOKIE_NAME] !== COOKIE)
    return (
      'This is a Terraform provider. It is started by Terraform and does nothing by itself.\n' +
      'Put it where `terraform init` finds it, name it under required_providers, and run terraform.'
    )
  const offered = environment['PLUGIN_PROTOCOL_VERSIONS'] ?? ''
  if (!offered.split(',').includes(String(PROTOCOL_VERSION)))
    return (
      `This provider speaks plugin protocol ${String(PROTOCOL_VERSION)}, and the program that started it only "${offered}". ` +
      'It needs Terraform 1.0 or newer, or OpenTofu.'
    )
  return undefined
}

/** The certificate, in PEM, of the only client that may connect; undefined when the client asks for no TLS. */
export const clientCertificate = (environment: Environment): string | undefined => {
  const certificate = environment['PLUGIN_CLIENT_CERT']
  return certificate === '' ? undefined : certificate
}

/** What go-plugin reads as the first line of stdout. The certificate is base64 without padding, or Terraform cannot read it. */
export const handshakeLine = (socketPath: string, certificate: Buffer | undefined): string => {
  const encoded = certificate?.toString('base64').replace(/=+$/, '') ?? ''
  return `1|${String(PROTOCOL_VERSION)}|unix|${socketPath}|grpc|${encoded}\n`
}
