import type { ImportedDelivery } from './imported-order.ts'
import { mergeValue, overlay } from './merge-rule.ts'
import type { CartDelivery, StoredDelivery } from './stored-order.ts'

const nowhere: StoredDelivery = {
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
  cart: { requestedOn: null, timeSlot: '', trackingNo: '', trackingUrl: '', shippedAt: null },
}

/**
 * Deliveries after a file was read (`file` undefined = it carries none: nothing moves). A delivery is recognised by the
 * cart's shipment number, without one by its place. One that the file no longer has goes, unless the desk gave it a slip
 * number or shipped it: what is on its way stays visible.
 */
export function mergeDeliveries(
  ours: readonly StoredDelivery[],
  file: readonly ImportedDelivery[] | undefined,
  fileIsNewer: boolean,
): readonly StoredDelivery[] {
  if (file === undefined) return ours
  const left = [...ours]
  const merged = file.map((delivery) => {
    const place = left.findIndex((candidate) => isSameDelivery(candidate, delivery))
    const [known] = place === -1 ? [] : left.splice(place, 1)
    return mergeDelivery(known ?? nowhere, delivery, fileIsNewer)
  })
  return [...merged, ...left.filter(hasOwnWork)]
}

function isSameDelivery(ours: StoredDelivery, file: ImportedDelivery): boolean {
  const number = file.cartShipmentNo ?? ''
  return number === '' || ours.cartShipmentNo === '' || ours.cartShipmentNo === number
}

function mergeDelivery(ours: StoredDelivery, file: ImportedDelivery, fileIsNewer: boolean): StoredDelivery {
  // A delivery that is new to the desk has nothing of its own to keep.
  const choose = <K extends keyof CartDelivery>(key: K): CartDelivery[K] =>
    mergeValue<CartDelivery[K]>(ours[key], ours.cart[key], file[key], fileIsNewer)
  return {
    ...overlay<StoredDelivery>(ours, { ...file, id: ours.id, cart: overlay(ours.cart, onlyCart(file)) }),
    requestedOn: choose('requestedOn'),
    timeSlot: choose('timeSlot'),
    trackingNo: choose('trackingNo'),
    trackingUrl: choose('trackingUrl'),
    shippedAt: choose('shippedAt'),
  }
}

function onlyCart({ requestedOn, timeSlot, trackingNo, trackingUrl, shippedAt }: ImportedDelivery) {
  return { requestedOn, timeSlot, trackingNo, trackingUrl, shippedAt }
}

function hasOwnWork(delivery: StoredDelivery): boolean {
  const { cart } = delivery
  return (
    (delivery.trackingNo !== '' && delivery.trackingNo !== cart.trackingNo) ||
    (delivery.shippedAt !== null && delivery.shippedAt !== cart.shippedAt)
  )
}
