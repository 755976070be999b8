import type { ImportedDelivery } from './imported-order.ts'
import { contactOf, mergeDeliveryContact } from './content-merge.ts'
import { mergeValue, overlay } from './merge-rule.ts'
import type { CartDelivery, DeliveryContact, RemovedDelivery, StoredDelivery } from './stored-order.ts'

/** A delivery of which nothing is known yet. */
export const nowhere: StoredDelivery = {
  id: 0,
  familyName: '',
  givenName: '',
  familyKana: '',
  givenKana: '',
  company: '',
  postalCode: '',
  prefecture: '',
  address1: '',
  address2: '',
  tel: '',
  fax: '',
  cartShipmentNo: '',
  carrier: '',
  requestedOn: null,
  timeSlot: '',
  trackingNo: '',
  trackingUrl: '',
  shippedAt: null,
  goods: [],
  cart: {
    requestedOn: null,
    timeSlot: '',
    trackingNo: '',
    trackingUrl: '',
    shippedAt: null,
    goods: [],
    contact: null,
    madeHere: false,
  },
}

type DeskFields = Omit<CartDelivery, 'contact' | 'madeHere' | 'goods'>

/**
 * Deliveries after a file was read (`file` undefined = it carries none: nothing moves). A delivery is recognised by the
 * cart's shipment number, one that the desk added by its name and address (it is in files that the desk itself wrote),
 * without a number by its place. One that the file no longer has goes, unless the desk gave it a slip number or shipped it
 * (what is on its way stays visible) or added it itself. One that the desk took out stays out.
 */
export function mergeDeliveries(
  ours: readonly StoredDelivery[],
  file: readonly ImportedDelivery[] | undefined,
  fileIsNewer: boolean,
  removed: readonly RemovedDelivery[] = [],
): readonly StoredDelivery[] {
  if (file === undefined) return ours
  const left = [...ours]
  const take = (isSame: (candidate: StoredDelivery) => boolean) => {
    const place = left.findIndex(isSame)
    return place === -1 ? undefined : left.splice(place, 1)[0]
  }
  const wanted = file.filter((delivery) => !removed.some((gone) => isRemoved(gone, delivery)))
  // The surer ones first: a delivery of the cart is never given up for one that the desk sends to the same address.
  const found = new Map<ImportedDelivery, StoredDelivery>()
  for (const isSame of [hasNumberOf, isOfCartThere, mayBeSame, isOfDeskThere]) {
    for (const delivery of wanted) {
      const known = found.has(delivery) ? undefined : take((candidate) => isSame(candidate, delivery))
      if (known !== undefined) found.set(delivery, known)
    }
  }
  const merged = wanted.map((delivery) => mergeDelivery(found.get(delivery) ?? nowhere, delivery, fileIsNewer))
  return [...merged, ...left.filter(hasOwnWork)]
}

function hasNumberOf(ours: StoredDelivery, { cartShipmentNo = '' }: ImportedDelivery): boolean {
  return cartShipmentNo !== '' && ours.cartShipmentNo === cartShipmentNo
}

/** Of the cart, and to the very same place; numbers must not say otherwise. */
function isOfCartThere(ours: StoredDelivery, file: ImportedDelivery): boolean {
  return mayBeSame(ours, file) && isSameContact(ours, file)
}

/** Added by the desk, and to the very same place. */
function isOfDeskThere(ours: StoredDelivery, file: ImportedDelivery): boolean {
  return ours.cart.madeHere && isSameContact(ours, file)
}

function mayBeSame(ours: StoredDelivery, { cartShipmentNo = '' }: ImportedDelivery): boolean {
  return !ours.cart.madeHere && (cartShipmentNo === '' || ours.cartShipmentNo === '')
}

function mergeDelivery(ours: StoredDelivery, file: ImportedDelivery, fileIsNewer: boolean): StoredDelivery {
  const said = ours.cart.contact ?? contactOf(ours)
  // A delivery that is new to the desk has nothing of its own to keep.
  const choose = <K extends keyof DeskFields>(key: K): DeskFields[K] =>
    mergeValue<DeskFields[K]>(ours[key], ours.cart[key], file[key], fileIsNewer)
  return {
    ...overlay<StoredDelivery>(ours, {
      ...file,
      ...mergeDeliveryContact(contactOf(ours), said, file, fileIsNewer),
      id: ours.id,
      // The number in a file that the desk wrote is none of the cart's.
      cartShipmentNo: ours.cart.madeHere ? '' : (file.cartShipmentNo ?? ours.cartShipmentNo),
    }),
    cart: { ...overlay(ours.cart, onlyCart(file)), contact: ours.cart.contact && contactOf(overlay(said, file)) },
    requestedOn: choose('requestedOn'),
    timeSlot: choose('timeSlot'),
    trackingNo: choose('trackingNo'),
    trackingUrl: choose('trackingUrl'),
    shippedAt: choose('shippedAt'),
    // Whose numbers count is decided for all deliveries together (`mergeSplit`).
    goods: ours.goods,
  }
}

function onlyCart({ requestedOn, timeSlot, trackingNo, trackingUrl, shippedAt, goods }: ImportedDelivery) {
  return { requestedOn, timeSlot, trackingNo, trackingUrl, shippedAt, goods }
}

function hasOwnWork(delivery: StoredDelivery): boolean {
  const { cart } = delivery
  return (
    cart.madeHere ||
    (delivery.trackingNo !== '' && delivery.trackingNo !== cart.trackingNo) ||
    (delivery.shippedAt !== null && delivery.shippedAt !== cart.shippedAt)
  )
}

/** By the cart's number, without one by name and address. */
function isRemoved(gone: RemovedDelivery, file: ImportedDelivery): boolean {
  const number = file.cartShipmentNo ?? ''
  if (number !== '' || gone.cartShipmentNo !== '') return number === gone.cartShipmentNo
  return isSameContact(gone, file)
}

/** What the file carries of name and address says the same. */
function isSameContact(ours: DeliveryContact, file: ImportedDelivery): boolean {
  return JSON.stringify(contactOf(overlay(contactOf(ours), file))) === JSON.stringify(contactOf(ours))
}
