import { defineStore } from 'pinia'
import { DRAFT_FORMAT, type KeptDraft } from '../../src-shared/form-draft.ts'
import { call } from '../api.ts'
import { heldInWindows, holdInWindow } from '../window-holds.ts'

/** After so long a pause what is typed is kept. */
const PAUSE_MS = 1_000

interface FormDraftsState {
  /** The form that is open: null begins an order, undefined while none is. */
  orderId: number | null | undefined
  /** Of this opening of the form in this window. */
  key: string
  /** What an earlier opening of the same form left behind. */
  offered: readonly KeptDraft[]
  /** Everything that was left behind, for the start screen. */
  left: readonly KeptDraft[]
  /** As kept last; empty while nothing is. */
  kept: string
  /** True when what is typed could not be kept. */
  failed: boolean
}

let waiting: ReturnType<typeof setTimeout> | undefined
/** Ends when everything that was to be kept is kept, or has failed: one call after the other. */
let keeping: Promise<void> = Promise.resolve()

const holdOf = (key: string): string => `draft ${key}`
let letGo = (): void => undefined

/** Says to the other windows that this one writes under `key`, and no longer under the key before. */
function writeUnder(key: string): void {
  letGo()
  letGo = holdInWindow(holdOf(key))
}

/** What was left behind: no window writes on it any more. Nothing when it cannot be read. */
async function readAbandoned(): Promise<readonly KeptDraft[]> {
  try {
    const [all, held] = await Promise.all([call('drafts.list', {}), heldInWindows()])
    return all.filter(({ key }) => !held.has(holdOf(key)))
  } catch {
    return []
  }
}

/** Keeps what is typed through the core while a form is open, and offers what an earlier time left. */
export const useFormDrafts = defineStore('form-drafts', {
  state: (): FormDraftsState => ({ orderId: undefined, key: '', offered: [], left: [], kept: '', failed: false }),
  actions: {
    /** What any form left behind; asked where no form is open. */
    async readLeft(): Promise<void> {
      this.left = await readAbandoned()
    },

    /** A form opens; the one before was registered or thrown away. */
    async begin(orderId: number | null): Promise<void> {
      const ended = this.end()
      const key = crypto.randomUUID()
      Object.assign(this, { orderId, key, offered: [], kept: '', failed: false })
      writeUnder(key)
      await ended
      const all = await readAbandoned()
      if (this.key === key) this.offered = all.filter((draft) => draft.orderId === orderId && draft.key !== key)
    },

    /** Something may have been typed. `read` answers what to keep, null while there is nothing. */
    changed(read: () => object | null): void {
      clearTimeout(waiting)
      if (this.orderId === undefined) return
      // Registered, or taken back: a draft of it must not outlive that.
      if (this.kept !== '' && read() === null) void this.keep(null)
      else waiting = setTimeout(() => void this.keep(read()), PAUSE_MS)
    },

    /** Keeps what is typed under the key of now, after whatever is being kept already. Never rejects. */
    keep(typed: object | null): Promise<void> {
      const { key } = this
      const content = typed === null ? '' : JSON.stringify({ format: DRAFT_FORMAT, ...typed })
      keeping = keeping.then(() => this.keepUnder(key, content))
      return keeping
    },

    async keepUnder(key: string, content: string): Promise<void> {
      const { orderId, kept: before } = this
      // Meanwhile the form was left, or what is kept under this key was set aside.
      if (orderId === undefined || this.key !== key) return
      if (content === before) return
      this.kept = content
      let failed = false
      try {
        if (content === '') await call('drafts.drop', { keys: [key] })
        else failed = !(await call('drafts.keep', { key, orderId, content })).kept
      } catch {
        // What was kept before still is, and goes with the form.
        if (this.key === key) this.kept = before
        failed = true
      }
      if (this.key === key) this.failed = failed
    },

    /** Keeps what is typed as a draft of its own that is offered, and begins another one. False when it cannot be kept. */
    async setAside(typed: object | null): Promise<boolean> {
      clearTimeout(waiting)
      await this.keep(typed)
      if (typed === null) return true
      if (this.failed || this.orderId === undefined) return false
      const { key, orderId, kept: content } = this
      // Asked for twice: the first has done it.
      if (content === '') return true
      this.offered = [{ key, orderId, content, keptAt: Date.now() }, ...this.offered]
      Object.assign(this, { key: crypto.randomUUID(), kept: '' })
      writeUnder(this.key)
      return true
    },

    /** The form is left, after it was registered or thrown away: nothing of it stays. */
    async end(): Promise<void> {
      clearTimeout(waiting)
      const { key, kept } = this
      Object.assign(this, { orderId: undefined, key: '', kept: '', offered: [] })
      letGo()
      // What is on its way would be kept after it was dropped.
      await keeping
      if (kept !== '') await call('drafts.drop', { keys: [key] }).catch(() => null)
    },

    /** 戻す and 捨てる: the draft is not offered again. What was put back is kept anew under this form's key. */
    async drop(draft: KeptDraft): Promise<void> {
      this.offered = this.offered.filter(({ key }) => key !== draft.key)
      await call('drafts.drop', { keys: [draft.key] }).catch(() => null)
    },
  },
})

/** Which form a draft belongs to, in words. */
export function formOf(draft: KeptDraft): string {
  if (draft.orderId === null) return '受注登録'
  const base = readDraft(draft)?.['base'] as { readonly orderNo?: string } | undefined
  return `受注編集 注文 ${base?.orderNo ?? ''}`
}

/** The typed part of a draft; null when it was written by another version of the window. */
export function readDraft(draft: KeptDraft): Record<string, unknown> | null {
  const content = JSON.parse(draft.content) as Record<string, unknown>
  return content['format'] === DRAFT_FORMAT ? content : null
}
