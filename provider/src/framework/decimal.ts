/**
 * Numbers as Terraform has them: exact decimals of any size. A whole number that JavaScript holds exactly is a plain `number`; any other
 * is a Decimal, so that 0.1, 2^53+1 and 1e400 come back as they were sent.
 */
export class Decimal {
  /** Canonical: equal numbers have equal texts. */
  readonly text: string
  private constructor(text: string) {
    this.text = text
  }

  /** The number that `text` spells in decimal or scientific notation, or undefined. */
  static parse(text: string): number | Decimal | undefined {
    const match = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,6}))?$/.exec(text)
    if (match === null) return undefined
    const [, sign = '', whole = '', fraction = '', exponentText = '0'] = match
    const digits = (whole + fraction).replace(/^0+/, '')
    if (digits === '') return 0
    const coefficient = digits.replace(/0+$/, '')
    const exponent = Number(exponentText) - fraction.length + digits.length - coefficient.length
    const plain = (sign === '-' ? '-' : '') + spell(coefficient, exponent)
    const asNumber = Number(plain)
    return exponent >= 0 && Number.isSafeInteger(asNumber) ? asNumber : new Decimal(plain)
  }

  /** The nearest number that JavaScript has. */
  toNumber(): number {
    return Number(this.text)
  }

  toString(): string {
    return this.text
  }
}

/** Beyond this many zeros scientific notation is the readable one. */
const MAX_ZEROS = 40

const spell = (coefficient: string, exponent: number): string => {
  if (exponent > MAX_ZEROS || exponent < -MAX_ZEROS - coefficient.length) return `${coefficient}e${String(exponent)}`
  if (exponent >= 0) return coefficient + '0'.repeat(exponent)
  const point = coefficient.length + exponent
  return point > 0
    ? `${coefficient.slice(0, point)}.${coefficient.slice(point)}`
    : `0.${'0'.repeat(-point)}${coefficient}`
}
