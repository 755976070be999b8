import type { z } from 'zod'
import { Refusal } from '../../src-shared/failure.ts'
import { firstListColumns, listColumnsSchema, type ListColumn } from '../../src-shared/list-columns.ts'
import { ownLayoutContentSchema, type OwnLayout, type OwnLayoutContent } from '../../src-shared/order-export.ts'
import { savedSearchContentSchema, type SavedSearch, type SavedSearchContent } from '../../src-shared/saved-search.ts'
import type { Database } from '../db/database.ts'
import { addView, changeView, removeView, viewNamed, viewsOf, type ViewKind } from './view-table.ts'

/** What operators name and keep for the whole shop. */
export interface ViewService {
  searches: Shelf<SavedSearchContent, SavedSearch>
  csvLayouts: Shelf<OwnLayoutContent, OwnLayout>
  /** Columns of 検索結果一覧. */
  columns(): Promise<readonly ListColumn[]>
  saveColumns(chosen: readonly ListColumn[]): Promise<readonly ListColumn[]>
}

/** Named things of one kind. Each change answers the whole list as it stands then. */
export interface Shelf<C, T> {
  list(): Promise<readonly T[]>
  /** `id` null adds, else what has this id gets name and content. Refusals `view.name-taken`, `view.not-found`. */
  save(id: number | null, name: string, content: C): Promise<readonly T[]>
  remove(id: number): Promise<readonly T[]>
}

const COLUMNS = 'orders'

/** The views in the data file. */
export function createViewService(db: Database): ViewService {
  const columns = async (): Promise<readonly ListColumn[]> => {
    const rows = await db.read((connection) => viewsOf(connection, 'columns'))
    const parsed = listColumnsSchema.safeParse(rows.find(({ name }) => name === COLUMNS)?.content)
    return parsed.success ? parsed.data : firstListColumns
  }
  return {
    searches: shelf(db, 'search', savedSearchContentSchema),
    csvLayouts: shelf(db, 'csv', ownLayoutContentSchema),
    columns,
    async saveColumns(chosen) {
      await db.write(async (trx) => {
        const id = await viewNamed(trx, 'columns', COLUMNS)
        if (id === null) await addView(trx, 'columns', COLUMNS, chosen)
        else await changeView(trx, 'columns', id, COLUMNS, chosen)
      })
      return columns()
    },
  }
}

function shelf<C extends object>(
  db: Database,
  kind: ViewKind,
  schema: z.ZodType<C>,
): Shelf<C, C & { readonly id: number; readonly name: string }> {
  const list = async () => {
    const rows = await db.read((connection) => viewsOf(connection, kind))
    // What a newer version kept in another shape is not offered, and not lost either.
    return rows.flatMap(({ id, name, content }) => {
      const parsed = schema.safeParse(content)
      return parsed.success ? [{ ...parsed.data, id, name }] : []
    })
  }
  return {
    list,
    async save(id, name, content) {
      await db.write(async (trx) => {
        const namesake = await viewNamed(trx, kind, name)
        if (namesake !== null && namesake !== id) throw new Refusal('view.name-taken', { name })
        if (id === null) await addView(trx, kind, name, content)
        else if (!(await changeView(trx, kind, id, name, content))) throw new Refusal('view.not-found')
      })
      return list()
    },
    async remove(id) {
      await db.write((trx) => removeView(trx, kind, id))
      return list()
    },
  }
}
