/**
 * A reader of OVN's match language (ovn-sb(5), Logical_Flow, "Matching"), written from its manual and apart from the printer, so that a printed
 * match is read back by somebody else. It knows the part of the language that matches of ours may use, and refuses everything else: OVN's
 * own parser is asked in test/reconcile/packets.test.ts.
 */

/** A match as it was read. */
export type Read =
  | { readonly op: '&&' | '||'; readonly of: readonly Read[] }
  | { readonly op: 'predicate'; readonly name: string }
  | { readonly op: '==' | '>=' | '<='; readonly field: string; readonly value: string }

const TOKEN = /\s*(?:(&&|\|\||==|>=|<=|\(|\))|("[^"]*")|([@$]?[A-Za-z_.0-9:/]+))/y

/** Fields with their width in bits, ports and addresses, each with what it may be compared with. */
const NAME = /^[A-Za-z_.][A-Za-z_.0-9]*$/
const decimal =
  (bits: number) =>
  (value: string): boolean =>
    /^\d+$/.test(value) && Number(value) < 2 ** bits
const port = (value: string): boolean =>
  value.startsWith('@') ? NAME.test(value.slice(1)) : /^"[A-Za-z0-9-]+"$/.test(value)
const ipv4 = (value: string): boolean => /^\d+\.\d+\.\d+\.\d+(\/([1-9]|[12]\d|3[0-2]))?$/.test(value)
const ipv6 = (value: string): boolean => /^[0-9a-f]*:[0-9a-f:]*(\/\d{1,3})?$/.test(value)
const setOr =
  (address: (value: string) => boolean) =>
  (value: string): boolean =>
    value.startsWith('$') ? NAME.test(value.slice(1)) : address(value)

const FIELDS: Readonly<Record<string, (value: string) => boolean>> = {
  ...{ inport: port, outport: port, 'ip.proto': decimal(8) },
  ...{ 'ip4.src': setOr(ipv4), 'ip4.dst': setOr(ipv4), 'ip6.src': setOr(ipv6), 'ip6.dst': setOr(ipv6) },
  ...{ 'tcp.src': decimal(16), 'tcp.dst': decimal(16), 'udp.src': decimal(16), 'udp.dst': decimal(16) },
  ...{ 'sctp.src': decimal(16), 'sctp.dst': decimal(16) },
  ...{ 'icmp4.type': decimal(8), 'icmp4.code': decimal(8), 'icmp6.type': decimal(8), 'icmp6.code': decimal(8) },
}
/** The others are nominal: their numbers are names. */
const ORDERED: ReadonlySet<string> = new Set('tcp.src tcp.dst udp.src udp.dst sctp.src sctp.dst'.split(' '))
const PREDICATES: ReadonlySet<string> = new Set('ip ip4 ip6 tcp udp sctp icmp4 icmp6'.split(' '))

const tokensOf = (text: string): string[] => {
  const tokens: string[] = []
  const reader = new RegExp(TOKEN)
  while (reader.lastIndex < text.length) {
    const at = reader.lastIndex
    const found = reader.exec(text)
    if (found === null) throw new SyntaxError(`no token at ${String(at)}: ${text.slice(at)}`)
    tokens.push(found[1] ?? found[2] ?? found[3] ?? '')
  }
  return tokens
}

class Reader {
  readonly #tokens: string[]

  constructor(text: string) {
    this.#tokens = tokensOf(text)
  }

  read(): Read {
    const match = this.#expression()
    const [rest] = this.#tokens
    if (rest !== undefined) throw new SyntaxError(`the match goes on with ${rest}`)
    return match
  }

  /** OVN's grammar joins by one operator at a time: the other one needs parentheses. */
  #expression(): Read {
    const first = this.#term()
    const [operator] = this.#tokens
    if (operator !== '&&' && operator !== '||') return first
    const of = [first]
    while (this.#tokens[0] === '&&' || this.#tokens[0] === '||') {
      if (this.#tokens.shift() !== operator) throw new SyntaxError('&& and || together need parentheses')
      of.push(this.#term())
    }
    return { op: operator, of }
  }

  #term(): Read {
    const token = this.#take()
    if (token === '(') {
      const inner = this.#expression()
      if (this.#take() !== ')') throw new SyntaxError('a parenthesis is open')
      return inner
    }
    const [operator] = this.#tokens
    if (operator === '==' || operator === '>=' || operator === '<=') return this.#comparison(token, operator)
    if (!PREDICATES.has(token)) throw new SyntaxError(`${token} is no predicate`)
    return { op: 'predicate', name: token }
  }

  #comparison(field: string, op: '==' | '>=' | '<='): Read {
    this.#tokens.shift()
    const value = this.#take()
    const allows = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined
    if (allows === undefined) throw new SyntaxError(`${field} is no field`)
    if (!allows(value)) throw new SyntaxError(`${field} cannot be ${value}`)
    if (op !== '==' && !ORDERED.has(field)) throw new SyntaxError(`${field} has no order`)
    return { op, field, value }
  }

  #take(): string {
    const token = this.#tokens.shift()
    if (token === undefined) throw new SyntaxError('the match ends too early')
    return token
  }
}

/** Reads a match. @throws SyntaxError when OVN would not take it, or it says what none of ours may */
export const readMatch = (text: string): Read => new Reader(text).read()
