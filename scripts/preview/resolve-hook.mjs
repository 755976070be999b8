const facade = new URL('./electron-facade.mjs', import.meta.url).href

/** Module resolution in which "electron" is the stand-in. */
export function resolve(specifier, context, next) {
  if (specifier === 'electron' || specifier === 'electron/main') return { url: facade, shortCircuit: true }
  return next(specifier, context)
}
