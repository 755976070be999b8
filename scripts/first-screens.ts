import type { HtmlTagDescriptor, Plugin } from 'vite'

/** The two screens a day begins with. */
const firstScreens = ['HomePage.vue', 'OrderListPage.vue']

/** What the plugin needs to know of a chunk. */
interface Chunk {
  readonly type: string
  readonly moduleIds?: readonly string[]
  readonly imports?: readonly string[]
  readonly viteMetadata?: { readonly importedCss: ReadonlySet<string> }
}

/**
 * Has the page fetch the first screens beside its own script, which would otherwise ask for them only when it runs.
 * Throws when a screen is not built under its name any more.
 */
export function firstScreensPlugin(): Plugin {
  return {
    name: 'juchu:first-screens',
    applyToEnvironment: ({ name }) => name === 'client',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle }) => {
        if (bundle === undefined) return []
        const files = new Set(firstScreens.flatMap((screen) => neededBy(screen, bundle)))
        return [...files].filter((file) => !html.includes(file)).map(linkTo)
      },
    },
  }
}

/** Every script and stylesheet of a screen. */
function neededBy(screen: string, bundle: Readonly<Record<string, Chunk>>): readonly string[] {
  const isIn = (file: string) => bundle[file]?.moduleIds?.some((id) => id.endsWith(`/pages/${screen}`)) === true
  const found = Object.keys(bundle).find(isIn)
  if (found === undefined) throw new Error(`no file of the window is ${screen}`)
  const scripts = new Set([found])
  for (const file of scripts) for (const next of bundle[file]?.imports ?? []) scripts.add(next)
  return [...scripts].flatMap((file) => [file, ...(bundle[file]?.viteMetadata?.importedCss ?? [])])
}

/** A stylesheet is put in place at once: a screen whose style was only fetched still waits until it is applied. */
function linkTo(file: string): HtmlTagDescriptor {
  const rel = file.endsWith('.css') ? 'stylesheet' : 'modulepreload'
  return { tag: 'link', injectTo: 'head', attrs: { rel, crossorigin: true, href: `/${file}` } }
}
