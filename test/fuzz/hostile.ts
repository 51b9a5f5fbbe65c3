/** What nobody should send, and somebody will. Pure. */

export type Random = () => number

export const pick = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)] as T

const nested = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth)

/** Texts that some layer below may take for something else. */
export const hostileTexts: readonly string[] = [
  ...['', ' ', '\0', 'a\0b', '\ud800', '\udfff\ud800', '\ufeff', '\u202egnp.exe', 'ﬁ', 'İ', 'ß', '𝒳'],
  ...['🦕'.repeat(70), 'e\u0301'.repeat(500), 'x'.repeat(64), 'x'.repeat(10_000)],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'null', 'undefined', 'NaN', 'true', '0', '-1'],
  ...["'; drop table port; --", '" or 1=1', '$1', '%s%n', '%', '_', '\\', '{{7*7}}', '<script>alert(1)</script>'],
  ...['../../etc/passwd', 'http://127.0.0.1:1/', '\r\nx-injected: 1'],
  ...['10.0.0.0/33', '10.0.0.256', '0.0.0.0', '255.255.255.255', '10.0.0.1/0', '0.0.0.0/0', '169.254.169.254'],
  ...['::', '::/0', '::ffff:10.0.0.1', 'fe80::1%eth0', '1::2::3', '0:0:0:0:0:0:0:0/129', 'ff02::1'],
  ...['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
  ...['02:00:00:00:00:0g', 'ff:ff:ff:ff:ff:ff', '00:00:00:00:00:00'],
  ...['0000-00-00T00:00:00Z', '9999-12-31T23:59:60Z', '+275760-09-13T00:00:00.001Z', '1969-12-31T23:59:59Z'],
]

/** Values of every type, at and beyond their bounds. */
export const hostileValues: readonly unknown[] = [
  ...hostileTexts,
  ...[null, true, false, 0, -0, -1, 0.5, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 63],
  ...[[], {}, [[]], [null], { length: 1 }, { '': '' }, { toString: 1 }, { then: 1 }, Array(2000).fill(0)],
]

const manyKeys = Array.from({ length: 3000 }, (_, index) => `"k${String(index)}":1`).join()

/** Bodies that are no JSON, or JSON of a kind that parsers trip over. */
export const hostileBodies: readonly (string | Buffer)[] = [
  ...['', '{', '}', '[', 'null', 'nul', '"', '0', '-', '1e999', '-1e999', 'NaN', '[1,]', '{"a":1,}', "{'a':1}"],
  ...['{"a":1}{"b":2}', '\ufeff{}', '{"name":"a","name":"b"}', '{"__proto__":{"name":"x"}}'],
  ...['{"constructor":{"prototype":{"x":1}}}', '{"\\u0000":1}', '{"name":"\\ud800"}'],
  ...[nested('[', ']', 50_000), nested('{"a":', '}', 5_000), `{"labels":${nested('[', ']', 2_000)}}`],
  ...[
    `{"name":"${'x'.repeat(200_000)}"}`,
    `[${'1,'.repeat(50_000)}1]`,
    `{"name":1${'0'.repeat(5_000)}}`,
    `{${manyKeys}}`,
  ],
  ...[Buffer.from([0xff, 0xfe, 0x00]), Buffer.from('{"\xc0\xaf":1}', 'latin1'), Buffer.alloc(1000)],
]

const each = (name: string, values: readonly string[]): Readonly<Record<string, string>>[] =>
  values.map((value) => ({ [name]: value }))

/** Headers that change how a request is read. */
export const hostileHeaders: readonly Readonly<Record<string, string>>[] = [
  ...each('content-type', ['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'x', '']),
  ...each('content-type', ['multipart/form-data; boundary=x', 'application/json; charset=utf-16', 'application/json;']),
  ...each('content-encoding', ['gzip', 'br', 'identity', 'x']),
  ...each('if-match', ['*', '""', '"1"', 'W/"1"', '1', '"-1"', '"99999999999999999999"', '"1", "2"', '"\u00e9"']),
  ...each('if-match', ['x'.repeat(5000), '"1e3"', '"0x1"']),
  ...each('idempotency-key', ['', 'k', 'x'.repeat(255), 'x'.repeat(256), '\u00e9', "'; drop table port; --"]),
  ...each('authorization', ['', 'Bearer', 'Bearer ', 'Bearer x', 'Basic eDp5', 'bearer \u00e9', 'Bearer a b']),
  ...each('authorization', [`Bearer ${'x'.repeat(5000)}`]),
  ...each('last-event-id', ['-1', 'x', '99999999999999999999']),
  ...[{ 'x-http-method-override': 'DELETE' }, { 'x-request-id': 'mine' }, { 'transfer-encoding': 'chunked' }],
  ...[{ accept: 'text/html' }, { 'x-forwarded-for': '127.0.0.1' }, { origin: 'null' }],
]
