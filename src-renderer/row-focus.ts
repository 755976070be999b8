import { nextTick, type ShallowRef } from 'vue'

/** The rows of a list, as the keyboard sees them. */
interface FocusedRows {
  /** Rows on the screen, top to bottom. */
  readonly rows: () => readonly { readonly id: number }[]
  /** The row that has or had the focus; null when there was none yet. */
  readonly focusedId: () => number | null
  readonly onFocus: (id: number) => void
}

/** How a row is reached without a mouse. */
interface RowFocus {
  /** Exactly one row can be reached with Tab: the one that had the focus, or the first. */
  readonly tabIndex: (row: { readonly id: number }, index: number) => 0 | -1
  /** Moves the focus by rows; from nowhere it goes to the row that had it, or the first. */
  readonly move: (step: number) => Promise<void>
}

/** One stop of Tab for all rows inside `body`, and the keys that go from row to row. Rows carry `data-id`. */
export function useRowFocus(body: Readonly<ShallowRef<HTMLElement | null>>, list: FocusedRows): RowFocus {
  const { rows, focusedId, onFocus } = list
  return {
    tabIndex: (row, index) => {
      const known = rows().some(({ id }) => id === focusedId())
      return (known ? row.id === focusedId() : index === 0) ? 0 : -1
    },
    move: async (step) => {
      const shown = rows()
      const at = shown.findIndex(({ id }) => id === focusedId())
      const inside = body.value?.contains(document.activeElement) === true
      const next = shown[at < 0 ? 0 : inside ? Math.min(Math.max(0, at + step), shown.length - 1) : at]
      if (!next) return
      onFocus(next.id)
      await nextTick()
      body.value?.querySelector<HTMLElement>(`[data-id="${String(next.id)}"]`)?.focus()
    },
  }
}
