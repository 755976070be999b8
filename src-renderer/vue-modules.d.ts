/** How plain TypeScript, and with it the linter, sees a component file; vue-tsc reads the file itself instead. */
declare module '*.vue' {
  import type { DefineComponent } from 'vue'

  const component: DefineComponent
  export default component
}
