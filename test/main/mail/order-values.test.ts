import { describe, expect, it } from 'vitest'
import { defaultTemplates } from '../../../src-main/mail/default-templates.ts'
import { previewMail } from '../../../src-main/mail/mail-plan.ts'
import { generalWords, orderValues } from '../../../src-main/mail/order-values.ts'
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

describe('goods and places that the cart’s file does not tell', () => {
  const bare = { lines: [], deliveries: [] }

  it('are named in a way that is true of every order, and stop no mail', () => {
    const values = orderValues(sampleOrder(55, { ...bare, source: 'ec2' }), shop, null)
    expect(values.商品明細).toBe('ご注文時の内容のとおりです。')
    expect(values.お届け先).toBe('ご注文時にご指定いただいたお届け先です。')
    const setting = { ...shop, fromAddress: 'shop@example.jp', toShopOnly: false }
    const subject = { order: sampleOrder(55, { ...bare, source: 'ec2' }), paymentLink: null, earlier: null }
    const mail = previewMail(defaultTemplates.received, subject, setting)
    expect(mail).toMatchObject({ missing: [], general: ['商品明細', 'お届け先'] })
    expect(mail.body).toContain('■ ご注文の商品\nご注文時の内容のとおりです。\n')
  })

  it('still miss in an order registered here, and are told where they are known', () => {
    const values = orderValues(sampleOrder(55, { ...bare, source: 'desk' }), shop, null)
    expect([values.商品明細, values.お届け先]).toEqual(['', ''])
    expect(generalWords(sampleOrder(55))).toEqual({})
  })

  it('name what of the goods goes to which place', () => {
    const { lines, deliveries } = sampleOrder(55)
    const [line] = lines
    const [delivery] = deliveries
    if (!line || !delivery) throw new Error('the sample has both')
    const order = sampleOrder(55, {
      lines: [
        { ...line, quantity: 3 },
        { ...line, name: '商品B' },
      ],
      deliveries: [
        { ...delivery, goods: [2, 0] },
        { ...delivery, goods: [1, 1] },
      ],
    })
    const [first, second] = orderValues(order, shop, null).お届け先.split('\n\n')
    expect(first).toMatch(/・商品A × 2$/)
    expect(second).toMatch(/・商品A × 1\n・商品B × 1$/)
  })
})
