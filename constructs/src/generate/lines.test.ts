import { describe, expect, it } from '@jest/globals'
import { codeLines, withTable } from './lines.ts'

describe('lines of code', () => {
  it('are those that say something', () => {
    expect(codeLines('# a\n\n  // b\nresource "a" "b" {\n  name = "c" # d\n}\n/* e\n * f\n */\n')).toBe(3)
  })

  it('stand in a table between the marks of a page', () => {
    const page = 'before\n<!-- lines: begin (printed) -->\nold\n<!-- lines: end -->\nafter'
    const written = withTable(page, [
      { name: 'a', hcl: 192, constructs: 48 },
      { name: 'long', hcl: 7, constructs: 7 },
    ])
    expect(written).toBe(`before
<!-- lines: begin (printed) -->

| the same estate | lines of HCL | lines of constructs | of HCL |
| --------------- | -----------: | ------------------: | -----: |
| a               |          192 |                  48 |   25 % |
| long            |            7 |                   7 |  100 % |

<!-- lines: end -->
after`)
    expect(withTable(written, [])).not.toContain('192')
    expect(() => withTable('no marks', [])).toThrow('the page has no marks for the table')
  })
})
