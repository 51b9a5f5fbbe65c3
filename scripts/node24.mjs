// Runs an entry under the pinned Node, on any Node that can read this file. Installs npm packages first when they differ from the lock.
//   node scripts/node24.mjs FILE|FLAG|BIN [ARG ...]      a bare name means a bin of node_modules
//   node scripts/node24.mjs FILE --help                  FILE.usage.txt, where there is one, and nothing is installed
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join, delimiter } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(realpathSync(fileURLToPath(import.meta.url))))
const modules = join(root, 'node_modules')
const say = (text) => process.stderr.write(`quantumnet: ${text}\n`)

/** The first package whose installed version or integrity differs from the lock; npm writes the inner lock last. */
function firstDifference() {
  const read = (file) => JSON.parse(readFileSync(file, 'utf8')).packages
  const wanted = read(join(root, 'package-lock.json'))
  let installed
  try {
    installed = read(join(modules, '.package-lock.json'))
  } catch {
    return 'node_modules'
  }
  for (const [path, want] of Object.entries(wanted)) {
    if (path === '' || !path.includes('node_modules/') || want.link) continue
    const have = installed[path]
    if (!have && want.optional) continue
    if (have?.version !== want.version || have?.integrity !== want.integrity) return path
  }
  return undefined
}

function pathWithoutBins() {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((dir) => !dir.endsWith(join('node_modules', '.bin')))
    .join(delimiter)
}

function install() {
  const different = firstDifference()
  if (different === undefined) return
  say(`installing npm packages (${different} is missing or out of date) …`)
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  const done = spawnSync('npm', args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, PATH: pathWithoutBins() },
  })
  if (done.status !== 0) {
    say('npm ci failed; its output is above')
    process.exit(done.status ?? 1)
  }
}

function pinnedNode() {
  const packaged = join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node')
  if (existsSync(packaged)) return packaged
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  say(
    `Node 24 is needed: this is ${process.version}, and npm has no node package for ${process.platform}-${process.arch}`,
  )
  process.exit(1)
}

function entryArgs([entry, ...rest]) {
  if (entry === undefined) {
    say('usage: node scripts/node24.mjs FILE|FLAG|BIN [ARG ...]')
    process.exit(2)
  }
  const bare = !entry.startsWith('-') && !/[./]/.test(entry)
  return bare ? [realpathSync(join(modules, '.bin', entry)), ...rest] : [entry, ...rest]
}

/** Prints the usage text beside an entry when that is all that is asked for: it needs no package. */
function help([entry = '', ...rest]) {
  const text = join(root, `${entry.replace(/\.ts$/, '')}.usage.txt`)
  if (!rest.some((arg) => arg === '--help' || arg === '-h') || !existsSync(text)) return
  process.stdout.write(readFileSync(text))
  process.exit(0)
}

help(process.argv.slice(2))
install()
const node = pinnedNode()
const child = spawn(node, entryArgs(process.argv.slice(2)), {
  stdio: 'inherit',
  env: { ...process.env, PATH: [dirname(node), join(modules, '.bin'), pathWithoutBins()].join(delimiter) },
})
// A terminal's Ctrl-C reaches the child by itself; forwarding it again would look like a second one.
for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'])
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  })
child.on('error', (error) => {
  say(`cannot start ${node}: ${error.message}`)
  process.exit(1)
})
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
