import { describe, expect, it } from 'vitest'
import { orderValues } from '../../../src-main/mail/order-values.ts'
import { sampleOrder } from '../../support/sample-orders.ts'

const shop = { shopName: 'テスト商店', shopAddress: '' }
const money = {
  ...{ subtotalYen: 5000, shippingYen: 500, feeYen: 0, taxYen: 454 },
  ...{ usedPoints: 300, addedPoints: 0, paymentTotalYen: 5200 },
}

describe('sums of an order with used points in its mails', () => {
  it.each([
    ['EC-CUBE 2 and the desk', { ...money, discountYen: 0, totalYen: 5500 }],
    ['EC-CUBE 4, which has points in 値引き as well', { ...money, discountYen: 300, totalYen: 5200 }],
  ])('%s: every yen once', (_cart, given) => {
    const values = orderValues(sampleOrder(55, { money: given }), shop, null)
    expect(values).toMatchObject({ 値引: '0円', 合計: '5,500円', 使用ポイント: '300', お支払い合計: '5,200円' })
  })
})
