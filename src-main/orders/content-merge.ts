import type { Orderer, OrderMoney } from '../../src-shared/order.ts'
import type { Carried, ImportedOrder } from './imported-order.ts'
import { mergeValue, overlay } from './merge-rule.ts'
import type { OrderParts } from './order-fields.ts'
import type { CartContent, DeliveryContact, OrderContent } from './stored-order.ts'

/** Fields that make sense only together: a street of one address never stands under the postal code of another. */
const contactGroups: readonly (readonly (keyof DeliveryContact)[])[] = [
  ['familyName', 'givenName', 'familyKana', 'givenKana'],
  ['postalCode', 'prefecture', 'address1', 'address2'],
  ['company'],
  ['tel'],
  ['fax'],
  ['carrier'],
]
const nameAndAddress = contactGroups.slice(0, 5) as readonly (readonly (keyof DeliveryContact & keyof Orderer)[])[]

/** The contents of an order: what only the cart knew before the desk could change it. */
export function contentOf({ order, lines }: Pick<OrderParts, 'order' | 'lines'>): OrderContent {
  const { orderedAt, message, paymentMethodName, orderer, money } = order
  return { orderedAt, message, paymentMethodName, orderer, money, lines }
}

/** Name, address and carrier of a delivery. */
export function contactOf(delivery: DeliveryContact): DeliveryContact {
  const { familyName, givenName, familyKana, givenKana, company } = delivery
  const { postalCode, prefecture, address1, address2, tel, fax, carrier } = delivery
  const name = { familyName, givenName, familyKana, givenKana, company }
  return { ...name, postalCode, prefecture, address1, address2, tel, fax, carrier }
}

/**
 * Contents after a file was read. `cart` is what the cart said last (the order's own contents, while the desk has not
 * changed them): the side that has moved since wins, and when both did, the file if it is newer. Goods and sums are one
 * thing, so that they always belong together; so are the parts of a name and of an address.
 */
export function mergeContent(
  ours: OrderContent,
  cart: OrderContent,
  imported: ImportedOrder,
  fileIsNewer: boolean,
): OrderContent {
  const file = saidByFile(cart, imported)
  const choose = <K extends 'orderedAt' | 'message' | 'paymentMethodName'>(key: K): OrderContent[K] =>
    mergeValue<OrderContent[K]>(ours[key], cart[key], file[key], fileIsNewer)
  return {
    orderedAt: choose('orderedAt'),
    message: choose('message'),
    paymentMethodName: choose('paymentMethodName'),
    orderer: mergeOrderer(ours.orderer, cart.orderer, file.orderer, fileIsNewer),
    ...mergeGoods(ours, cart, file, fileIsNewer),
  }
}

/** What the cart has said by now, kept only once the desk has contents of its own. */
export function cartContentAfter(before: CartContent | null, imported: ImportedOrder): CartContent | null {
  if (before === null) return null
  return { ...saidByFile(before, imported), removedDeliveries: before.removedDeliveries }
}

/** Each group of a contact from the side that wins it. */
export function mergeContact<T extends object>(
  ours: T,
  cart: T,
  file: Carried<T>,
  fileIsNewer: boolean,
  groups: readonly (readonly (keyof T)[])[],
): T {
  const said = overlay(cart, file)
  return groups.reduce((merged, keys) => {
    const moved = keys.some((key) => said[key] !== cart[key])
    const oursMoved = keys.some((key) => ours[key] !== cart[key])
    const isEmpty = keys.every((key) => said[key] === '')
    if (!moved || (oursMoved && (!fileIsNewer || isEmpty))) return merged
    return keys.reduce((all, key) => ({ ...all, [key]: said[key] }), merged)
  }, ours)
}

/** The same for a delivery, which has a carrier too. */
export function mergeDeliveryContact(
  ours: DeliveryContact,
  cart: DeliveryContact,
  file: Carried<DeliveryContact>,
  fileIsNewer: boolean,
): DeliveryContact {
  return mergeContact(ours, cart, file, fileIsNewer, contactGroups)
}

function mergeOrderer(ours: Orderer, cart: Orderer, file: Orderer, fileIsNewer: boolean): Orderer {
  const single = (['email', 'sex', 'bornOn', 'job'] as const).map((key) => [key] as const)
  return mergeContact(ours, cart, file, fileIsNewer, [...nameAndAddress, ...single])
}

/**
 * Lines and sums, together. Where the file has no lines, those that the cart last sent go with its sums.
 */
function mergeGoods(
  ours: OrderContent,
  cart: OrderContent,
  file: OrderContent,
  fileIsNewer: boolean,
): Pick<OrderContent, 'lines' | 'money'> {
  const oursStay = isSame(file, cart) || (!isSame(ours, cart) && !fileIsNewer)
  const { lines, money } = oursStay ? ours : file
  return { money, lines: sameText(lines, ours.lines) ? ours.lines : lines }
}

function isSame(a: OrderContent, b: OrderContent): boolean {
  return sameText(a.money, b.money) && sameText(a.lines, b.lines)
}

/** Both sides come from this program with their keys in one order. */
function sameText(a: OrderContent['lines'] | OrderMoney, b: OrderContent['lines'] | OrderMoney): boolean {
  return a === b || JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}

function sorted(value: OrderContent['lines'] | OrderMoney): unknown {
  const list: readonly object[] = Array.isArray(value) ? value : [value]
  return list.map((one) => Object.entries(one).sort(([x], [y]) => (x < y ? -1 : 1)))
}

function saidByFile(cart: OrderContent, imported: ImportedOrder): OrderContent {
  return {
    orderedAt: imported.orderedAt,
    message: imported.message ?? cart.message,
    paymentMethodName: imported.paymentMethodName,
    orderer: overlay(cart.orderer, imported.orderer),
    money: overlay(cart.money, imported.money),
    lines: imported.lines ?? cart.lines,
  }
}
