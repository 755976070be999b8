/** What a tool without Vue's own compiler sees of a component; `vue-tsc` sees the real types. */
declare module '*.vue' {
  import type { Component } from 'vue'
  const component: Component
  export default component
}
