import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import * as constructs from '@quantumnet/constructs'
import type { Entry } from '../../constructs/reference/model.ts'
import { referencePage } from '../../constructs/reference/page.ts'

/** The reference of the constructs: how it is written, and that nothing is left out. */

const entry = (name: string, source: string, other: Partial<Entry> = {}): Entry => ({
  ...{ name, source, text: `What ${name} is.`, throws: [], isConstruct: false, calls: [], values: [] },
  ...other,
})

describe('the page of the reference', () => {
  it('has a section for each kind, with links, calls and properties', () => {
    const page = referencePage([
      entry('INet', 'references'),
      entry('Mode', 'traffic', { type: "'a' | 'b'" }),
      entry('Net', 'net', {
        isConstruct: true,
        throws: ['Error when a value is wrong'],
        calls: [
          { name: 'add', signature: 'add(id: string): INet', text: 'Adds an {@link INet inner one}.', throws: [] },
          { name: 'new Net', signature: 'new Net()', text: '', throws: [] },
        ],
        values: [
          { name: 'mode', type: "'a' | 'b'", optional: true, text: 'See {@link Mode}, {@link Other}.', throws: [] },
        ],
      }),
      entry('NetProps', 'net'),
    ])
    expect(page.slice(page.indexOf('## Constructs'))).toBe(`## Constructs

### Net

What Net is. Throws \`Error\` when a value is wrong.

- \`add(id: string): INet\`<br>Adds an [inner one](#inet).
- \`new Net()\`

| | type | |
| --- | --- | --- |
| \`mode?\` | \`'a' \\| 'b'\` | See [Mode](#mode), \`Other\`. |

### NetProps

What NetProps is.

## Labels, connections and the provider

### Mode

What Mode is.

\`'a' | 'b'\`

## References

### INet

What INet is.
`)
  })

  it('has everything that the package exports', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/api-constructs.md'), 'utf8')
    const headings = new Set([...page.matchAll(/^### (\w+)$/gm)].map(([, name]) => name))
    expect(Object.keys(constructs).filter((name) => !headings.has(name))).toEqual([])
    // Links that lead nowhere, types as only the compiler needs them, and members without words.
    expect([...page.matchAll(/\{@link|undefined \||\| {2}\|$/gm)].map(([found]) => found)).toEqual([])
  })
})
