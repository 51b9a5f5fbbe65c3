import { expect, it } from '@jest/globals'
import { printRows, type Database, type NbRow } from './golden-rows.ts'

const tagged = (id: string, more: NbRow): NbRow => ({
  ...{
    _uuid: ['uuid', id],
    external_ids: [
      'map',
      [
        ['qn-owner', 'us'],
        ['qn-id', id],
      ],
    ],
  },
  ...more,
})
const database: Database = {
  shapes: {
    Switch: { isRoot: true, strong: { ports: 'Port' } },
    Port: { isRoot: false, strong: {} },
    Group: { isRoot: true, strong: {} },
  },
  tables: {
    Switch: [
      tagged('s2', {
        name: 'red',
        ports: [
          'set',
          [
            ['uuid', 'p2'],
            ['uuid', 'p1'],
          ],
        ],
      }),
      { _uuid: ['uuid', 's1'], name: 'somebody', external_ids: ['map', []] },
    ],
    Port: [
      tagged('p1', { name: 'web', addresses: '02:00:00:00:00:99 fe80::ff:fe00:99', up: true, priority: 0, label: 0 }),
      tagged('p2', { name: 'db', addresses: '06:00:00:00:00:01 10.0.0.11', tag: ['set', []] }),
    ],
    Group: [
      tagged('g1', {
        name: 'all',
        ports: [
          'set',
          [
            ['uuid', 'p1'],
            ['uuid', 'p2'],
          ],
        ],
      }),
    ],
  },
}

it('rows of ours, those that live by them beneath, in an order that does not come from ids or chance', () => {
  const text = printRows(database, {
    shows: () => true,
    spell: (word) => word.replace('red', '<red>'),
    chosenMacs: new Set(['06:00:00:00:00:01']),
  })
  expect(text).toBe(`Group all
  ports = Port db
  ports = Port web

Switch <red>
  ports:
    Port db
      addresses = 06:00:00:00:00:01 10.0.0.11
    Port web
      addresses = <mac-1> <link-local of <mac-1>>
      priority = 0
`)
})
