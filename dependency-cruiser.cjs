// Layer rules. A rule's name is what CI prints, so it says what to do.
// Run: depcruise --config dependency-cruiser.cjs <every workspace>. One planted violation per rule keeps it honest.
const workspaces = 'api|ovsdb-jsonrpc|server|dns|node-agent|provider|constructs|console|platform|test'
const allBut = (...names) => `^(?!(${names.join('|')})/)(${workspaces})/`
const feature = '^server/src/features/'
const tests = '(^test/|\\.test\\.ts$)'
const io =
  '^(node_modules/(fastify|@fastify|pg|undici)|fs|net|http|https|http2|tls|dgram|dns|child_process|worker_threads|cluster)(/|$)'

// `from` and `to` are regular expressions on resolved paths; `types: true` lets type-only imports through.
const rule = (name, from, to, { fromNot, toNot, types = false } = {}) => ({
  name,
  severity: 'error',
  from: { path: from, ...(fromNot && { pathNot: fromNot }) },
  to: { path: to, ...(toNot && { pathNot: toNot }), ...(types && { dependencyTypesNot: ['type-only'] }) },
})
// Node's own dns/promises has the path of our workspace dns: a rule on workspaces must leave core modules out.
const layer = (...args) => {
  const r = rule(...args)
  return { ...r, to: { ...r.to, dependencyTypesNot: [...(r.to.dependencyTypesNot ?? []), 'core'] } }
}

module.exports = {
  forbidden: [
    // An import that does not resolve matches no rule at all, so every rule below would pass silently.
    { name: 'no-unresolved-imports', severity: 'error', from: {}, to: { couldNotResolve: true } },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },

    // Workspaces.
    layer('api-imports-no-workspace', '^api/', allBut('api')),
    layer('ovsdb-jsonrpc-imports-no-workspace', '^ovsdb-jsonrpc/', allBut('ovsdb-jsonrpc')),
    layer('nobody-imports-server', allBut('server', 'test'), '^server/'),
    layer('test-takes-only-app-from-server', '^test/', '^server/', { toNot: '^server/src/app\\.ts$' }),
    layer('nobody-imports-tests', allBut('test'), tests),
    layer(
      'only-ovn-and-agent-speak-ovsdb',
      allBut('ovsdb-jsonrpc', 'node-agent', 'platform', 'test'),
      '^ovsdb-jsonrpc/',
      { fromNot: '^(api/|server/src/ovn/)' },
    ),
    layer('constructs-ship-without-the-provider', '^constructs/src/', '^provider/', {
      fromNot: '^constructs/src/generate/|\\.test\\.ts$',
    }),
    layer('only-the-corefile-leaves-dns', '^(node-agent|platform)/', '^dns/', { toNot: '^dns/src/corefile/' }),

    // Server layers: routes -> commands -> rules, store. The reconciler reads load and desired. Type-only imports of row types are free.
    layer(
      'routes-call-commands-not-stores',
      feature + '[^/]+/routes\\.ts$',
      '(/(store|load|desired)\\.ts$|^server/src/(ovn|reconcile)/|^server/src/db/(?!tx))',
      { types: true },
    ),
    layer(
      'commands-write-postgres-only',
      feature + '[^/]+/commands\\.ts$',
      '(^server/src/(ovn|reconcile|http)/|/(routes|load|desired)\\.ts$)',
    ),
    layer(
      'store-and-load-are-sql-only',
      feature + '[^/]+/(store|load)\\.ts$',
      '(^server/src/(http|ovn|reconcile)/|/(routes|commands|desired)\\.ts$)',
      { types: true },
    ),
    layer(
      'rules-and-desired-are-pure',
      feature + '[^/]+/(rules|desired)\\.ts$',
      '(^server/src/(http|db|reconcile)/|/(store|load|commands|routes)\\.ts$)',
      { types: true },
    ),
    rule('rules-and-desired-do-no-io', feature + '[^/]+/(rules|desired)\\.ts$', io, { types: true }),
    {
      name: 'features-meet-through-index',
      severity: 'error',
      from: { path: feature + '([^/]+)/' },
      to: { path: feature + '[^/]+/(?!index\\.ts$)', pathNot: [feature + '$1/'] },
    },
    layer(
      'reconcile-reads-load-and-desired',
      '^server/src/reconcile/',
      '(^server/src/http/|' + feature + '[^/]+/(?!(load|desired|index)\\.ts$))',
      { fromNot: tests },
    ),
    layer('ovn-knows-no-domain', '^server/src/ovn/', '^server/src/(features|db|http|reconcile)/', { fromNot: tests }),
    layer('http-is-cross-cutting', '^server/src/http/', '^server/src/(features|ovn|reconcile)/', { fromNot: tests }),
    rule(
      'fastify-stays-at-the-edge',
      '^server/src/(?!http/|app\\.ts|main\\.ts|features/[^/]+/routes\\.ts)',
      '^node_modules/(fastify|@fastify)/',
      { fromNot: tests },
    ),
  ],
  options: {
    // Type imports count too (they vanish before resolution otherwise), marked `type-only`.
    tsPreCompilationDeps: 'specify',
    doNotFollow: { path: 'node_modules' },
    // build/ repeats the sources as .d.ts; dist/ holds bundles.
    exclude: { path: '/(build|dist|coverage)/' },
    // Workspace packages resolve through `exports`; without this they stay unresolved.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'require', 'types'],
    },
  },
}
