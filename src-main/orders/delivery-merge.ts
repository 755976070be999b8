import type { ImportedDelivery } from './imported-order.ts'
import { contactOf, mergeDeliveryContact } from './content-merge.ts'
import { mergeValue, overlay } from './merge-rule.ts'
import type { CartDelivery, RemovedDelivery, StoredDelivery } from './stored-order.ts'

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
 * cart's shipment number, without one by its place. One that the file no longer has goes, unless the desk gave it a slip
 * number or shipped it (what is on its way stays visible) or added it itself. One that the desk took out stays out.
 */
export function mergeDeliveries(
  ours: readonly StoredDelivery[],
  file: readonly ImportedDelivery[] | undefined,
  fileIsNewer: boolean,
  removed: readonly RemovedDelivery[] = [],
): readonly StoredDelivery[] {
  if (file === undefined) return ours
  const left = [...ours]
  const wanted = file.filter((delivery) => !removed.some((gone) => isRemoved(gone, delivery)))
  const merged = wanted.map((delivery) => {
    const place = left.findIndex((candidate) => isSameDelivery(candidate, delivery))
    const [known] = place === -1 ? [] : left.splice(place, 1)
    return mergeDelivery(known ?? nowhere, delivery, fileIsNewer)
  })
  return [...merged, ...left.filter(hasOwnWork)]
}

function isSameDelivery(ours: StoredDelivery, file: ImportedDelivery): boolean {
  if (ours.cart.madeHere) return false
  const number = file.cartShipmentNo ?? ''
  return number === '' || ours.cartShipmentNo === '' || ours.cartShipmentNo === number
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
  return JSON.stringify(contactOf(overlay(gone, file))) === JSON.stringify(contactOf(gone))
}
