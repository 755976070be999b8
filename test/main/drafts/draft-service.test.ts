import { afterEach, beforeEach, expect, it } from 'vitest'
import { createDraftService } from '../../../src-main/drafts/draft-service.ts'
import { DRAFT_DAYS } from '../../../src-shared/form-draft.ts'
import { openedShop, type OpenedShop } from '../orders/opened-shop.ts'

const DAY = 86_400_000
const key = (at: number) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`
/** `base` is absent where an order begins. */
const content = (draft: object, base?: object) => JSON.stringify({ format: 1, draft, base })
let shop: OpenedShop
beforeEach(async () => {
  shop = await openedShop()
})
afterEach(() => shop.close())
const drafts = () => createDraftService(shop)

it('keeps the last text of each form, and forgets what is dropped', async () => {
  const start = shop.clock.now()
  await drafts().keep({ key: key(1), orderId: null, content: content({ note: '一' }) })
  shop.clock.set(start + 1)
  await drafts().keep({ key: key(2), orderId: 7, content: content({ note: '二' }) })
  shop.clock.set(start + 2)
  expect(await drafts().keep({ key: key(1), orderId: null, content: content({ note: '三' }) })).toEqual({ kept: true })
  expect(await drafts().list()).toEqual([
    { key: key(1), orderId: null, keptAt: start + 2, content: content({ note: '三' }) },
    { key: key(2), orderId: 7, keptAt: start + 1, content: content({ note: '二' }) },
  ])
  await drafts().drop([key(1), key(9)])
  expect((await drafts().list()).map((draft) => draft.key)).toEqual([key(2)])
})

it.each([
  ['a card number', content({ orderer: { company: '4111 1111 1111 1111' } })],
  ['a card number in full width', content({ note: '４１１１－１１１１－１１１１－１１１１' })],
  ['a card number as 会員ID', JSON.stringify({ format: 1, draft: {}, customerNo: '4111111111111111' })],
  ['no JSON', 'null and void'],
  ['no draft', '{"format":1}'],
])('keeps nothing with %s in it, and what was kept before stays', async (_what, wrong) => {
  await drafts().keep({ key: key(1), orderId: null, content: content({ note: '前' }) })
  expect(await drafts().keep({ key: key(1), orderId: null, content: wrong })).toEqual({ kept: false })
  expect((await drafts().list()).map((draft) => draft.content)).toEqual([content({ note: '前' })])
  const rows = await shop.db.read<unknown>((connection) => connection.raw('SELECT content FROM form_drafts'))
  expect(JSON.stringify(rows)).not.toMatch(/4111|４１１１/)
})

it('lets a number pass that the order has already, and slip numbers', async () => {
  const typed = { message: '4111 1111 1111 1111', deliveries: [{ trackingNo: '4111111111111111' }] }
  expect(await drafts().keep({ key: key(1), orderId: 7, content: content(typed, { message: typed.message }) })).toEqual(
    {
      kept: true,
    },
  )
})

it('forgets what is old', async () => {
  await drafts().keep({ key: key(1), orderId: null, content: content({}) })
  shop.clock.set(shop.clock.now() + DRAFT_DAYS * DAY)
  expect(await drafts().list()).toHaveLength(1)
  shop.clock.set(shop.clock.now() + 1)
  expect(await drafts().list()).toEqual([])
  await drafts().keep({ key: key(2), orderId: null, content: content({}) })
  const rows = await shop.db.read<unknown[]>((connection) => connection.raw('SELECT key FROM form_drafts'))
  expect(rows).toEqual([{ key: key(2) }])
})
