import { randomBytes } from 'node:crypto'
import { secretBeginning, writeSecret, type SecretKind } from '@quantumnet/api'
import { sha256 } from '../../resource-kit/canonical.ts'

/** A new secret: what is told once, and what is kept of it. */
export interface NewSecret {
  readonly secret: string
  /** SHA-256. The secret is random, so no slow hash is needed. */
  readonly digest: Buffer
}

export const makeSecret = (kind: SecretKind, id: string): NewSecret => {
  const secret = writeSecret(kind, id, randomBytes(32))
  return { secret, digest: sha256(secret) }
}

/** How the secret of this id begins. */
export const secretPrefix = (kind: SecretKind, id: string): string => secretBeginning(kind, id)
