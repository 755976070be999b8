import { newOrderSchema, type LineInput, type NewOrder, type NewOrderInput } from '../../../src-shared/order-input.ts'

const contact = {
  familyName: '佐藤',
  givenName: '花子',
  familyKana: 'サトウ',
  givenKana: 'ハナコ',
  company: '',
  postalCode: '870-0026',
  prefecture: '大分県',
  address1: '大分市金池町',
  address2: '2丁目1番10号',
  tel: '097-000-0000',
  fax: '',
}

/** A line of 受注登録: the guide's 商品A of page 9, unless told otherwise. */
export function typedLine(given: Partial<LineInput> = {}): LineInput {
  return {
    productCode: '123456',
    name: '商品A',
    class1: '',
    class2: '',
    unitPriceYen: 5250,
    taxIncluded: true,
    quantity: 1,
    taxRatePercent: 10,
    ...given,
  }
}

/** A delivery of a form. */
export function typedDelivery(given: Partial<NewOrder['deliveries'][number]> = {}) {
  const shipping = {
    carrier: 'ヤマト運輸',
    requestedOn: null,
    timeSlot: '',
    trackingNo: '',
    trackingUrl: '',
    goods: [],
  }
  return { ...contact, ...shipping, ...given }
}

let forms = 0

/** 受注登録 as typed: the guide's order of page 9 by telephone, each call another form. */
export function typedOrder(given: Partial<NewOrderInput> = {}): NewOrder {
  forms += 1
  return newOrderSchema.parse({
    requestId: `00000000-0000-4000-8000-${String(forms).padStart(12, '0')}`,
    customerNo: '',
    orderer: { ...contact, email: 'hanako@example.jp', sex: 'female', bornOn: '1980-04-01' },
    deliveries: [typedDelivery()],
    lines: [typedLine()],
    charges: { discountYen: 0, shippingYen: 525, feeYen: 0, usedPoints: 0 },
    paymentMethodName: 'クレジットカード決済',
    message: '',
    note: '',
    ...given,
  })
}
