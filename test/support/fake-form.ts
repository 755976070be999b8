import type { CallInput, CallOutput } from '../../src-shared/api.ts'
import type { KnownCustomer } from '../../src-shared/known-customer.ts'
import { firstShippingSettings } from '../../src-shared/shipping.ts'
import { SAMPLE_NOW, sampleOrder } from './sample-orders.ts'

const { orderer } = sampleOrder(55)

/** A member who has moved, and a guest. */
export const knownCustomers: readonly KnownCustomer[] = [
  {
    ...{ customerNo: 'M-7', lastOrderedAt: SAMPLE_NOW, lastOrderNo: '55' },
    orderers: [
      { ...orderer, familyName: '山田', givenName: '花子', address1: '新しい町1-2', email: 'hana@example.jp' },
      { ...orderer, familyName: '山田', givenName: '花子', address1: '前の町3-4', email: 'hana@example.jp' },
    ],
  },
  {
    ...{ customerNo: null, lastOrderedAt: SAMPLE_NOW - 86_400_000, lastOrderNo: '41' },
    orderers: [{ ...orderer, familyName: '山本', givenName: '太郎', address1: '別の町5' }],
  },
]

type FormCalls =
  | 'customers.find'
  | 'postal.find'
  | 'drafts.keep'
  | 'drafts.list'
  | 'drafts.drop'
  | 'settings.shipping'
  | 'settings.save-shipping'

/** What the order form asks beside the order. */
export const formAnswers: { [N in FormCalls]: (input: CallInput<N>) => CallOutput<N> } = {
  'customers.find': ({ text }) =>
    knownCustomers.filter(({ orderers: [one] }) => (one.familyName + one.givenName).includes(text)),
  'drafts.keep': () => ({ kept: true }),
  'drafts.list': () => [],
  'drafts.drop': () => null,
  'settings.shipping': () => firstShippingSettings,
  'settings.save-shipping': (input) => input,
  'postal.find': ({ postalCode }) =>
    postalCode === '8700026' ? { prefecture: '大分県', city: '大分市', town: '金池町' } : null,
}
