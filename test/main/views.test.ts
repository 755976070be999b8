import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createViewService, type ViewService } from '../../src-main/views/view-service.ts'
import { Refusal } from '../../src-shared/failure.ts'
import { firstListColumns } from '../../src-shared/list-columns.ts'
import { openedShop, type OpenedShop } from './orders/opened-shop.ts'

let shop: OpenedShop
let views: ViewService
beforeEach(async () => {
  shop = await openedShop()
  views = createViewService(shop.db)
})
afterEach(() => shop.close())

const content = { conditions: { statuses: ['shipped' as const] }, sort: { key: 'total' as const, descending: true } }
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Refusal ? error.failure.code : error),
  )

describe('saved searches', () => {
  it('are kept under their name, renamed, changed and deleted', async () => {
    const [first] = await views.searches.save(null, '発送済み', content)
    expect(first).toEqual({ ...content, id: first?.id, name: '発送済み' })
    await views.searches.save(null, '全部', { ...content, conditions: {} })
    expect(await codeOf(views.searches.save(null, '全部', content))).toBe('view.name-taken')
    const renamed = await views.searches.save(first?.id ?? 0, '送った', content)
    expect(renamed.map(({ name }) => name)).toEqual(['送った', '全部'])
    expect((await views.searches.remove(first?.id ?? 0)).map(({ name }) => name)).toEqual(['全部'])
    expect(await codeOf(views.searches.save(first?.id ?? 0, '送った', content))).toBe('view.not-found')
  })

  it('are not offered when another version kept them in a shape of its own', async () => {
    await shop.db.write((trx) =>
      trx.raw(
        `INSERT INTO kept_views (kind, name, content) VALUES ('search', '新しい版', '{"conditions":{"moon":1}}')`,
      ),
    )
    expect(await views.searches.list()).toEqual([])
  })
})

describe('columns of the list', () => {
  it('are the guide’s until others are chosen, and stay chosen', async () => {
    expect(await views.columns()).toEqual(firstListColumns)
    await views.saveColumns(['orderNo', 'name'])
    expect(await views.saveColumns(['orderNo', 'tel'])).toEqual(['orderNo', 'tel'])
    expect(await createViewService(shop.db).columns()).toEqual(['orderNo', 'tel'])
  })
})
