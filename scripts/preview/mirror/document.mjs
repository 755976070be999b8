export const bridgePath = '/__preview/bridge.js'

/** The window's own policy, with one change: scripts may talk to this mirror's socket. */
export function mirrorPolicy(policy, socketOrigin) {
  const directives = policy
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each && !/^connect-src\b/i.test(each))
  return [...directives, `connect-src ${socketOrigin}`].join('; ')
}

/** The document with the bridge as its first script, before any of its own. */
export function withBridge(html) {
  const script = `<script src="${bridgePath}"></script>`
  const head = /<head[^>]*>/i.exec(html)
  if (!head) return script + html
  const end = head.index + head[0].length
  return html.slice(0, end) + script + html.slice(end)
}
