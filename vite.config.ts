import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import vuetify from 'vite-plugin-vuetify'
import { defineConfig } from 'vite'
import { firstScreensPlugin } from './scripts/first-screens.ts'
import { themeCssPlugin } from './scripts/theme-css.ts'
import { unusedKnexPlugin } from './scripts/unused-knex.ts'
import { unusedSchemasPlugin } from './scripts/unused-schemas.ts'

/** Absolute path of a place in the repository. */
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Packages that stay outside the bundles of the main process: the runtime itself and the native driver. */
const outsideMain = [/^electron$/, /^@photostructure\/sqlite$/]

/** Database drivers knex knows but this program never loads. */
const unusedDrivers = [
  'better-sqlite3',
  'mariadb/callback',
  'mysql',
  'mysql2',
  'mysql2/promise',
  'oracledb',
  'pg',
  'pg-native',
  'pg-query-stream',
  'pg/lib/native',
  'sqlite3',
  'tedious',
]

/**
 * Files of the window: each is a request of its own, and the first screen waits for all of its own. What every start
 * needs is one file, the two screens a day begins with are another with all they are made of; what other screens share
 * goes by who shares it, small pieces together.
 */
const windowChunks = [
  { name: 'first', tags: ['$initial' as const], priority: 2 },
  { name: 'screens', test: /[\\/]pages[\\/](HomePage|OrderListPage)\.vue/, priority: 1 },
  { name: 'shared', minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 40_000 },
]

/** A shared file is named after everything that shares it, and an asset by its file name with the ending. */
const shortName = (name: string): string => name.replace(/~.*/, '').replace(/\.[a-z0-9]+$/, '')

/**
 * One build for the whole program: `client` is the window, `main` the shell, the core thread and the
 * command-line sandbox, `preload` the one CommonJS file a sandboxed window may load.
 */
export default defineConfig({
  root: at('src-renderer'),
  publicDir: false,
  // A table as a text is read when it is wanted; as a program it would be read before the first line of one runs.
  json: { stringify: true, namedExports: false },
  plugins: [
    vue(),
    vuetify({ autoImport: true }),
    themeCssPlugin(),
    unusedSchemasPlugin(),
    unusedKnexPlugin(),
    firstScreensPlugin(),
  ],
  environments: {
    client: {
      build: {
        outDir: at('dist/window'),
        emptyOutDir: true,
        manifest: 'manifest.json',
        license: { fileName: 'third-party.md' },
        modulePreload: { polyfill: false },
        assetsInlineLimit: 0,
        chunkSizeWarningLimit: 900,
        rolldownOptions: {
          output: {
            codeSplitting: { groups: windowChunks },
            chunkFileNames: ({ name }) => `assets/${shortName(name)}-[hash].js`,
            assetFileNames: ({ names }) => `assets/${shortName(names[0] ?? 'asset')}-[hash][extname]`,
          },
        },
      },
    },
    main: {
      consumer: 'server',
      resolve: { noExternal: true, external: ['electron', '@photostructure/sqlite'] },
      build: {
        ssr: true,
        outDir: at('dist/main'),
        license: { fileName: 'third-party.md' },
        emptyOutDir: true,
        minify: false,
        target: 'node20',
        rolldownOptions: {
          input: {
            main: at('src-main/shell/main.ts'),
            'core-thread': at('src-main/core-thread.ts'),
            sandbox: at('src-main/sandbox/cli.ts'),
          },
          external: [...outsideMain, ...unusedDrivers, /^node:/],
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
        },
      },
    },
    preload: {
      consumer: 'server',
      resolve: { noExternal: true, external: ['electron'] },
      build: {
        ssr: true,
        outDir: at('dist/preload'),
        emptyOutDir: true,
        minify: false,
        target: 'node20',
        rolldownOptions: {
          input: { preload: at('src-main/shell/preload.ts') },
          external: [/^electron$/],
          output: { format: 'cjs', codeSplitting: false, entryFileNames: 'preload.cjs' },
        },
      },
    },
  },
  builder: {
    buildApp: async (builder) => {
      for (const name of ['client', 'main', 'preload']) {
        const environment = builder.environments[name]
        if (environment !== undefined) await builder.build(environment)
      }
    },
  },
})
