import eslint from '@eslint/js'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import vueAccessibility from 'eslint-plugin-vuejs-accessibility'
import tseslint from 'typescript-eslint'

/** Only the shell may know the runtime; dependency-cruiser proves it, this says it in the editor. */
const noElectron = { name: 'electron', message: 'Only src-main/shell imports electron.' }

const typescript = ['**/*.ts', '**/*.vue']

/** Globals of plain JavaScript files; TypeScript knows its own. */
const readonlyGlobals = (names) => Object.fromEntries(names.split(' ').map((name) => [name, 'readonly']))

export default tseslint.config(
  { ignores: ['dist', 'release', 'node_modules', 'coverage', 'test-results', 'playwright-report'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: config.files ?? typescript })),
  ...vue.configs['flat/recommended'],
  ...vueAccessibility.configs['flat/recommended'],
  {
    rules: {
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', 60],
      complexity: ['error', 12],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // Taking control letters out of texts is a duty here, and full-width blanks are letters of the language.
      'no-control-regex': 'off',
      'no-irregular-whitespace': ['error', { skipStrings: true, skipRegExps: true, skipTemplates: true }],
      'no-console': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'no-restricted-imports': ['error', { paths: [noElectron] }],
    },
  },
  {
    files: typescript,
    languageOptions: {
      parserOptions: {
        parser: tseslint.parser,
        projectService: true,
        extraFileExtensions: ['.vue'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'no-undef': 'off',
      'no-unused-vars': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true, minimumDescriptionLength: 10 }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // A promise that only matters through its effects is marked with `void`.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `Record<string, never>` and friends are clearer than an interface of nothing.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      // Ports are handed in by shape, not by class: a test's own page or thread is as good as the runtime's.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Ports are small objects of functions here, not classes: their methods carry no `this`.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.vue'],
    rules: {
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      // Our own components as they are imported, Vuetify's as its handbook writes them.
      'vue/component-name-in-template-casing': [
        'error',
        'PascalCase',
        { registeredComponentsOnly: false, ignores: ['/^v-/'] },
      ],
      'vue/no-v-html': 'error',
      'vue/no-v-text-v-html-on-component': 'error',
      'vue/enforce-style-attribute': ['error', { allow: ['scoped', 'module'] }],
      // A page is called after what it shows; one word such as `Orders` cannot clash with an HTML element here.
      'vue/multi-word-component-names': 'off',
      // A dialog and the palette must take the focus when they open.
      'vuejs-accessibility/no-autofocus': 'off',
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
    },
  },
  {
    files: ['src-main/shell/**', 'test/{main/shell,support,scripts,e2e}/**'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['src-main/shell/**', 'src-main/sandbox/cli.ts', 'scripts/**', 'test/bench/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**'],
    rules: {
      // A `describe` is as long as the list of cases it groups.
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      ...tseslint.configs.disableTypeChecked.languageOptions,
      globals: readonlyGlobals(
        'process console Buffer URL URLSearchParams setTimeout clearTimeout setInterval clearInterval setImmediate ' +
          'fetch Response Request Headers TextDecoder TextEncoder structuredClone AbortController AbortSignal ' +
          'queueMicrotask performance crypto Event EventTarget CustomEvent WebSocket globalThis',
      ),
    },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { require: 'readonly', module: 'writable', __dirname: 'readonly', exports: 'writable' },
    },
  },
  // Code that runs inside a page: injected as one function each, beside the codec's two.
  {
    files: ['scripts/preview/**', 'test/support/**'],
    languageOptions: { globals: readonlyGlobals('window document location navigator history self encode decode') },
    rules: { 'max-lines-per-function': 'off' },
  },
  prettier,
)
