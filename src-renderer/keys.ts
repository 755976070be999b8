import { onBeforeUnmount, onMounted } from 'vue'
import { commands, type Command } from './commands.ts'

const typing = new Set(['INPUT', 'TEXTAREA', 'SELECT'])
/** Inputs that take no text: bare keys work beside them. */
const ticking = new Set(['checkbox', 'radio', 'button'])

/** True while the operator is typing: bare keys then belong to the field. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement && ticking.has(target.type)) return false
  return typing.has(target.tagName) || target.isContentEditable
}

/** True when `event` is the key written as `Mod+K`, `Alt+PageUp`, `?` or `j`. Mod is Ctrl, or ⌘ on a Mac. */
export function matchesKey(event: KeyboardEvent, written: string): boolean {
  const parts = written.split('+')
  const name = parts.at(-1) ?? ''
  const mod = event.ctrlKey || event.metaKey
  if (mod !== parts.includes('Mod') || event.altKey !== parts.includes('Alt')) return false
  return event.key === name || (name.length === 1 && event.key.toLowerCase() === name.toLowerCase())
}

type Actions = Readonly<Record<string, () => void>>

/** What the mounted screens and the frame can do just now; the frame first, the screen in front of it last. */
const mounted: Actions[] = []

/**
 * Runs the command whose key is pressed while the component is mounted. Bare keys are left alone while a field has
 * focus or a dialog is open, and an input method's own keys are never taken.
 */
export function useKeys(actions: Actions): void {
  function hear(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return
    const command = commands.find(({ id, keys }) => id in actions && keys.some((one) => matchesKey(event, one)))
    if (!command || !mayRun(event)) return
    event.preventDefault()
    actions[command.id]?.()
  }
  onMounted(() => {
    mounted.push(actions)
    window.addEventListener('keydown', hear)
  })
  onBeforeUnmount(() => {
    mounted.splice(mounted.indexOf(actions), 1)
    window.removeEventListener('keydown', hear)
  })
}

/** Commands of the open screen that the palette can run as well. Moving by rows only makes sense at the rows. */
export function runnableCommands(): readonly Command[] {
  return commands.filter(({ id, byKeyOnly }) => byKeyOnly !== true && mounted.some((actions) => id in actions))
}

/** Does what the key of the command would do. */
export function runCommand(id: string): void {
  mounted.findLast((actions) => id in actions)?.[id]?.()
}

function mayRun(event: KeyboardEvent): boolean {
  if (document.querySelector('.v-overlay--active') !== null) return false
  // Function keys write nothing, so they work in fields too.
  const bare = !event.ctrlKey && !event.metaKey && !event.altKey && !/^F\d+$/.test(event.key)
  return !(bare && isTyping(event.target))
}

/** `Ctrl+K`, or `⌘K` on a Mac, as the screen writes a key. */
export function keyLabel(written: string): string {
  const mac = navigator.userAgent.includes('Mac')
  const names: Record<string, string> = {
    Mod: mac ? '⌘' : 'Ctrl',
    Space: 'スペース',
    ArrowDown: '↓',
    ArrowUp: '↑',
  }
  return written
    .split('+')
    .map((part) => names[part] ?? part)
    .join(mac ? ' ' : '+')
}
