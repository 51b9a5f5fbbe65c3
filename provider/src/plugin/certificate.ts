import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { bits, boolean, implicit, integer, objectId, octets, sequence, set, tagged, utcTime, utf8 } from './der.ts'

/**
 * A self-signed certificate for one run of the provider (RFC 5280). Node makes keys and signatures but no certificates. P-256, because
 * its key takes 2 ms where RSA takes 85. Terraform's client asks for the name "localhost", and verifies against this very certificate.
 */

const EC_DSA_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'))
const COMMON_NAME = '2.5.4.3'
const KEY_USAGE = '2.5.29.15'
const SUBJECT_ALT_NAME = '2.5.29.17'
const BASIC_CONSTRAINTS = '2.5.29.19'
const EXTENDED_KEY_USAGE = '2.5.29.37'
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1'
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2'

const DAY_MS = 86_400_000
/** A clock that jumps back a little must not make the certificate invalid. */
const BACKDATED_MS = 10 * 60_000
const VALID_MS = 30 * DAY_MS

const extension = (id: string, value: Buffer, critical = false): Buffer =>
  sequence(objectId(id), ...(critical ? [boolean(true)] : []), octets(value))

const extensions = (): Buffer =>
  tagged(
    3,
    sequence(
      // digitalSignature and keyCertSign: five bits used, two unused at the end of the octet
      extension(KEY_USAGE, Buffer.from([0x03, 0x02, 0x02, 0x84]), true),
      extension(EXTENDED_KEY_USAGE, sequence(objectId(SERVER_AUTH), objectId(CLIENT_AUTH))),
      extension(BASIC_CONSTRAINTS, sequence(boolean(true)), true),
      extension(SUBJECT_ALT_NAME, sequence(implicit(2, Buffer.from('localhost', 'ascii')))),
    ),
  )

const pem = (label: string, der: Buffer): string => {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

/** A certificate and its private key. */
export interface Certificate {
  readonly der: Buffer
  readonly certPem: string
  readonly keyPem: string
}

/** @param now when its validity begins, less ten minutes; it ends after thirty days */
export const selfSigned = (now: Date): Certificate => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const name = sequence(set(sequence(objectId(COMMON_NAME), utf8('localhost'))))
  const body = sequence(
    tagged(0, integer(Buffer.from([2]))), // version 3
    integer(createHash('sha256').update(spki).digest().subarray(0, 16)), // a serial that no two runs share
    EC_DSA_SHA256,
    name,
    sequence(utcTime(new Date(now.getTime() - BACKDATED_MS)), utcTime(new Date(now.getTime() + VALID_MS))),
    name,
    spki,
    extensions(),
  )
  const der = sequence(body, EC_DSA_SHA256, bits(sign('sha256', body, privateKey)))
  return {
    der,
    certPem: pem('CERTIFICATE', der),
    keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}
