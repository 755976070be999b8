import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImportedOrder } from '../../../src-main/orders/imported-order.ts'
import { createCustomerSearch } from '../../../src-main/orders/customer-search.ts'
import { MAX_ADDRESSES, MAX_CUSTOMERS_FOUND } from '../../../src-shared/known-customer.ts'
import { madeOrder } from './made-orders.ts'
import { openedShop, owner, type OpenedShop } from './opened-shop.ts'

const T0 = Date.UTC(2026, 10, 1)
const DAY = 86_400_000
let shop: OpenedShop

beforeEach(async () => {
  shop = await openedShop()
})
afterEach(() => shop.close())

const of = (orderNo: string, day: number, orderer: ImportedOrder['orderer'], customerNo: string | null = null) =>
  madeOrder({ orderNo, orderedAt: T0 + day * DAY, updatedAt: T0 + day * DAY, customerNo, orderer })
const find = (text: string) => createCustomerSearch(shop.db).find(text)
const namesOf = async (text: string) => (await find(text)).map(({ orderers: [one] }) => one.familyName + one.givenName)

const hanako = {
  ...{ familyName: '山﨑', givenName: '花子', familyKana: 'ヤマザキ', givenKana: 'ハナコ' },
  ...{ tel: '0985-12-3456', email: 'Hana@example.jp', prefecture: '宮崎県', address1: '前の町1' },
}
const taro = { familyName: '山田', givenName: '太郎', tel: '090-1111-2222', email: '', prefecture: '大分県' }

describe('顧客検索', () => {
  beforeEach(async () => {
    await shop.orders.upsert(
      [
        of('1', 1, hanako, '7'),
        of('2', 5, { ...hanako, address1: '新しい町2' }, '7'),
        of('3', 3, { ...hanako, address1: '前の町１' }, '7'),
        of('4', 4, taro),
        of('5', 2, { ...taro, prefecture: '東京都' }),
        of('6', 6, { ...taro, givenName: '次郎' }),
      ],
      owner,
    )
  })

  it.each([
    ['name, in the everyday character', '山崎'],
    ['name with a blank', '山﨑　花子'],
    ['reading in hiragana', 'やまざき'],
    ['TEL without hyphens', '098512'],
    ['mail in small letters', 'hana@example'],
    ['会員ID', '７'],
  ])('finds a member by %s', async (_what, text) => {
    expect(await namesOf(text)).toEqual(['山﨑花子'])
  })

  it('gathers the orders of a member: the newest address first, each once, with the newest order', async () => {
    const [found] = await find('花子')
    expect(found).toMatchObject({ customerNo: '7', lastOrderNo: '2', lastOrderedAt: T0 + 5 * DAY })
    expect(found?.orderers.map(({ address1 }) => address1)).toEqual(['新しい町2', '前の町１'])
  })

  it('tells guests apart by name and TEL, and who ordered last comes first', async () => {
    expect(await namesOf('山田')).toEqual(['山田次郎', '山田太郎'])
    const [, second] = await find('山田')
    expect(second?.orderers.map(({ prefecture }) => prefecture)).toEqual(['大分県', '東京都'])
  })

  it('finds nobody for an empty text, for signs alone, and for words of two people', async () => {
    for (const text of ['', '　 ', '-', '花子 太郎', '存在しない']) expect(await find(text)).toEqual([])
  })

  it('forgets deleted orders', async () => {
    const id = (await shop.orders.byOrderNos(['6'])).get('6')?.id ?? 0
    await shop.orders.remove(id, (await shop.orders.open(id)).version, owner)
    expect(await namesOf('次郎')).toEqual([])
  })

  it('answers a bounded number of customers and addresses', async () => {
    const many = Array.from({ length: MAX_CUSTOMERS_FOUND + 5 }, (_none, at) =>
      of(`a${at}`, 7, { ...taro, givenName: `三郎${at}` }),
    )
    const moves = Array.from({ length: MAX_ADDRESSES + 3 }, (_none, at) =>
      of(`b${at}`, 8 + at, { ...hanako, address1: `町${at}` }, '7'),
    )
    await shop.orders.upsert([...many, ...moves], owner)
    expect(await find('三郎')).toHaveLength(MAX_CUSTOMERS_FOUND)
    const [member] = await find('花子')
    expect(member?.orderers.map(({ address1 }) => address1)).toEqual(['町7', '町6', '町5', '町4', '町3'])
  })
})
