import { describe, expect, it } from '@jest/globals'
import { seenFrom } from '../../constructs/packaging/compile.ts'

/** What of the constructs' declarations is published. That the packages work is shown in test/acceptance/constructs.test.ts. */

const declarations = new Map([
  ['index', "export * from './network.js'\nexport * from './gen/port.js'"],
  ['network', "import type { Construct } from 'constructs'\nexport type Scope = Construct"],
  ['gen/port', "import { Base } from '../bindings/elements.js'\nexport type Port = import('../kit/common.js').Common"],
  ['bindings/elements', 'export declare class Base {}'],
  ['kit/common', 'export interface Common {}'],
  ['kit/check', "import type { z } from 'zod'\nexport declare const checked: z.ZodObject"],
])

describe('declarations', () => {
  it('are published that users see from the entries, and no others', () => {
    expect([...seenFrom(['index'], declarations).keys()].sort()).toEqual([
      ...['bindings/elements', 'gen/port', 'index', 'kit/common', 'network'],
    ])
  })

  it.each([
    ['kit/check', "export * from './kit/check.js'", 'kit/check.ts shows types of zod, which users do not have'],
    ['index', "import type { Port } from '@quantumnet/api'", 'index.ts shows types of @quantumnet/api, which users'],
  ])('that show types which users do not have are refused: %s', (_name, line, message) => {
    const planted = new Map([...declarations, ['index', `${declarations.get('index')!}\n${line}`]])
    expect(() => seenFrom(['index'], planted)).toThrow(message)
  })
})
