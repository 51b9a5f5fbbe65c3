import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { compile, CONTRACT, type Files } from './compile.ts'
import { bundleContract } from './contract.ts'
import { VERSION, type Target } from './targets.ts'

/** What is published for a framework: the compiled sources, and what goes with them. */

const ROOT = resolve(import.meta.dirname, '../..')

/** What users import: the end of the name, and the source behind it. */
const ENTRIES = { '.': 'index', './bindings': 'gen/index', './testing': 'testing/index' } as const

const manifestOf = ({ name, framework, peers }: Target): object => ({
  name,
  version: VERSION,
  description: `Networks, routers, security groups and load balancers of QuantumNet, for apps of ${framework}`,
  keywords: [framework, 'cdk', 'terraform', 'quantumnet', 'network'],
  license: 'Apache-2.0',
  type: 'commonjs',
  engines: { node: '>=20' },
  main: `./lib/${ENTRIES['.']}.js`,
  types: `./lib/${ENTRIES['.']}.d.ts`,
  exports: Object.fromEntries(
    Object.entries(ENTRIES).map(([entry, file]) => [
      entry,
      { types: `./lib/${file}.d.ts`, default: `./lib/${file}.js` },
    ]),
  ),
  // For `moduleResolution: node`, which the frameworks' own templates have, and which does not read `exports`.
  typesVersions: {
    '*': Object.fromEntries(
      Object.entries(ENTRIES)
        .filter(([entry]) => entry !== '.')
        .map(([entry, file]) => [entry.slice('./'.length), [`./lib/${file}.d.ts`]]),
    ),
  },
  sideEffects: false,
  files: ['lib', 'THIRD-PARTY-LICENSES'],
  peerDependencies: peers,
})

/** The README with that framework's names in its code, and without links to what is not in the package. */
const readmeOf = ({ name, framework }: Target): string =>
  readFileSync(join(ROOT, 'constructs/README.md'), 'utf8')
    .replaceAll("'cdktf'", `'${framework}'`)
    .replaceAll(/'@quantumnet\/constructs(?=['/])/g, `'${name}`)
    .replaceAll(/\[([^\]]+)\]\(\.\.?\/[^)]*\)/g, '$1')

/** Every file of the package, by its path in it. */
export const buildPackage = async (target: Target): Promise<Files> => {
  const { files, taken } = compile(Object.values(ENTRIES), target)
  const { code, licences } = await bundleContract(taken)
  return new Map([
    ['package.json', `${JSON.stringify(manifestOf(target), undefined, 2)}\n`],
    ['README.md', readmeOf(target)],
    ['LICENSE', readFileSync(join(ROOT, 'LICENSE'), 'utf8')],
    ['THIRD-PARTY-LICENSES', licences],
    [`lib/${CONTRACT}`, code],
    ...[...files].map(([name, text]): [string, string] => [`lib/${name}`, text]),
  ])
}
