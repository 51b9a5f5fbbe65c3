/** Numbers of the DNS protocol, as IANA registers them ("Domain Name System (DNS) Parameters"). */

export const TYPE = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  OPT: 41,
  DS: 43,
  TSIG: 250,
  IXFR: 251,
  AXFR: 252,
  ANY: 255,
  CAA: 257,
} as const

export const CLASS_IN = 1

export const OPCODE = { QUERY: 0, NOTIFY: 4, UPDATE: 5 } as const

export const RCODE = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
  /** RFC 8945: the signature is not one that we take */
  NOTAUTH: 9,
  /** RFC 6891: the upper eight bits of it are in the OPT record */
  BADVERS: 16,
} as const

/** Bits of the second 16-bit word of a header (RFC 1035 §4.1.1). */
export const FLAG = { QR: 0x8000, AA: 0x0400, TC: 0x0200, RD: 0x0100 } as const

export const HEADER_BYTES = 12

/** DNS Flag Day 2020: what passes any path without fragments. Also the most that is sent over UDP, whatever a client offers. */
export const UDP_PAYLOAD_BYTES = 1232

/** RFC 1035 §4.2.1: the most over UDP for a client without EDNS; RFC 6891 §6.2.3: and the least with it. */
export const PLAIN_UDP_BYTES = 512

export const MAX_MESSAGE_BYTES = 65_535
