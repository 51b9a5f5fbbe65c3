// node scripts/node24.mjs test/bench/ovn/main.ts [--quick]
import { loadavg } from 'node:os'
import { print } from './figures.ts'
import { measureBalancers } from './balancers.ts'
import { measurePorts } from './ports.ts'
import { measureManyRules, measureRules } from './rules.ts'
import { fill, openScene } from './scene.ts'

const QUICK = process.argv.includes('--quick')
const [TURNS, RULE_TURNS, LARGE] = QUICK ? [10, 5, 400] : [30, 15, 4_000]

const load = (): string =>
  loadavg()
    .map((each) => each.toFixed(1))
    .join(' ')

print(`load ${load()}`)
const scene = await openScene()
try {
  await measurePorts(scene, TURNS)
  await measureBalancers(scene, RULE_TURNS)
  const acls = scene.nb.rows('ACL').size
  await fill(scene, LARGE)
  if (scene.nb.rows('ACL').size !== acls) throw new Error('there are more ACL rows because there are more ports')
  await measurePorts(scene, TURNS)
  await measureRules(scene, RULE_TURNS, 20_000)
  await measureManyRules(scene)
} finally {
  print(`load ${load()}`)
  await scene.close()
}
