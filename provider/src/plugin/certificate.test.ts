import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { selfSigned } from './certificate.ts'

const NOW = new Date('2030-05-06T07:08:09Z')

describe('the certificate of a run', () => {
  const { certPem, der, keyPem } = selfSigned(NOW)
  const parsed = new X509Certificate(certPem)

  it('is signed by its own key', () => {
    expect(parsed.verify(parsed.publicKey)).toBe(true)
    expect(parsed.checkIssued(parsed)).toBe(true)
  })

  it('is for the name that the client of Terraform asks for', () => {
    expect(parsed.checkHost('localhost')).toBe('localhost')
    expect(parsed.checkHost('example.org')).toBeUndefined()
  })

  it('is valid from ten minutes before to thirty days after it was made', () => {
    expect(parsed.validFrom).toBe('May  6 06:58:09 2030 GMT')
    expect(parsed.validTo).toBe('Jun  5 07:08:09 2030 GMT')
  })

  it('may sign itself, so that a client can take it for its authority', () => {
    expect(parsed.ca).toBe(true)
  })

  it('has a P-256 key', () => {
    expect(parsed.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' })
    expect(keyPem).toContain('PRIVATE KEY')
  })

  it('has the same bytes as PEM and as DER', () => {
    expect(parsed.raw.equals(der)).toBe(true)
  })

  it('has a positive serial without superfluous zeros, whatever the key', () => {
    for (let run = 0; run < 200; run++) {
      const { raw, serialNumber } = new X509Certificate(selfSigned(NOW).certPem)
      expect(serialNumber).not.toMatch(/^-|^00/)
      expect(raw.length).toBeGreaterThan(300)
    }
  })
})
