import { networkFaults } from '../../src-main/sandbox/network-faults.ts'
import type { Gateway as SandboxGateway } from '../../src-main/sandbox/gateway.ts'
import { handlePayment } from '../../src-main/sandbox/payment-door.ts'
import { openRequest, type OpenedRequest } from '../../src-main/sandbox/payment-request.ts'
import { answerBytes, type Reply } from '../../src-main/sandbox/reply.ts'
import type { Delivery, Parcel, Transport } from '../../src-main/gmo/transport.ts'
import { damaged } from './damage.ts'
import type { Timeline } from './timeline.ts'

/** One request on its way, as the world sees it. */
export interface Shipment {
  readonly endpoint: string
  /** The trade it is about; empty when it names none. */
  readonly orderId: string
  readonly jobCd: string
  readonly isMutation: boolean
}

/** What the network does with one request. Milliseconds of virtual time. */
export interface Fate {
  /** One of the 34 names, or null for a request that is answered. */
  readonly fault: string | null
  readonly outMs: number
  readonly backMs: number
  /** Only for `applied-late`: how long the gateway works on it. */
  readonly lateMs: number
}

/** Who decides the fate of every request, and is told of what happens to it. */
export interface NetworkWatch {
  fate(shipment: Shipment): Fate
  /** Just before the first byte leaves. */
  leaving(shipment: Shipment): void
  /** The gateway has the request now; answers what to call when it is done with it. */
  arrived(shipment: Shipment, late: boolean): () => void
  delivered(shipment: Shipment, delivery: Delivery): void
}

const faultNames = new Map(networkFaults.map((fault) => [fault.name, fault]))

/** Ways of not getting out at all, as `createTransport` reports them. */
const notSent: Readonly<Record<string, Delivery>> = {
  dns: { outcome: 'not-sent', reason: 'dns' },
  'connect-timeout': { outcome: 'not-sent', reason: 'connectTimeout' },
  refused: { outcome: 'not-sent', reason: 'refused' },
  'tls-unknown-issuer': { outcome: 'not-sent', reason: 'tls' },
  'tls-other-host': { outcome: 'not-sent', reason: 'tls' },
  'tls-expired': { outcome: 'not-sent', reason: 'tls' },
  'tls-outdated': { outcome: 'not-sent', reason: 'tls' },
}

const reset: Delivery = { outcome: 'unknown', reason: 'reset' }
const timeout: Delivery = { outcome: 'unknown', reason: 'timeout' }

/** Faults after which the client hears nothing until its patience ends. */
const silent: ReadonlySet<string> = new Set([
  'silent-before-apply',
  'silent-after-apply',
  'applied-late',
  'answered-late',
  'slow-answer',
])

/**
 * The way between the program's real client and the sandbox's real gateway, in virtual time and without sockets. What
 * each of the 34 faults looks like from the client's side is compared with the real transport by family D.
 */
export function createSimNetwork(timeline: Timeline, gateway: SandboxGateway, watch: NetworkWatch): Transport {
  let closed = false
  const waiting = new Set<() => void>()
  return {
    send(parcel) {
      if (closed) return Promise.resolve({ outcome: 'not-sent', reason: 'aborted' })
      const shipment = shipmentOf(gateway, parcel)
      const fate = watch.fate(shipment)
      return new Promise((resolve) => {
        const end = (delivery: Delivery) => {
          if (!waiting.delete(abort)) return
          watch.delivered(shipment, delivery)
          resolve(delivery)
        }
        const abort = () => {
          end(aborted(fate))
        }
        waiting.add(abort)
        const deliver = (ms: number, delivery: Delivery) => {
          timeline.plan(ms, () => {
            end(delivery)
          })
        }
        ship({ timeline, gateway, watch, parcel, shipment, fate, deliver })
      })
    },
    close() {
      closed = true
      for (const abort of [...waiting]) abort()
    },
  }
}

function aborted({ fault }: Fate): Delivery {
  const stayed = fault !== null && notSent[fault] !== undefined
  return stayed ? { outcome: 'not-sent', reason: 'aborted' } : { outcome: 'unknown', reason: 'aborted' }
}

interface Journey {
  readonly timeline: Timeline
  readonly gateway: SandboxGateway
  readonly watch: NetworkWatch
  readonly parcel: Parcel
  readonly shipment: Shipment
  readonly fate: Fate
  readonly deliver: (ms: number, delivery: Delivery) => void
}

function ship(journey: Journey): void {
  const { timeline, watch, shipment, fate, deliver, parcel } = journey
  const name = fate.fault ?? ''
  const stays = notSent[name]
  if (stays !== undefined) {
    deliver(name === 'connect-timeout' ? parcel.connectMs : fate.outMs, stays)
    return
  }
  watch.leaving(shipment)
  if (name === 'reset-on-connect' || name === 'reset-mid-request') {
    deliver(fate.outMs, reset)
    return
  }
  if (silent.has(name)) deliver(parcel.totalMs, timeout)
  timeline.plan(name === 'applied-late' ? fate.lateMs : fate.outMs, () => {
    void arrive(journey, name)
  })
}

async function arrive({ gateway, watch, parcel, shipment, fate, deliver }: Journey, name: string): Promise<void> {
  const fault = faultNames.get(name)
  // Time is made here; the gateway itself is asked for what is wrong with the answer.
  if (fault?.madeBy === 'order' && fault.order.kind !== 'delay' && fault.order.kind !== 'drip') {
    gateway.faults.add(fault.order)
  }
  const done = watch.arrived(shipment, name === 'applied-late')
  const reply = await handlePayment(gateway, {
    method: 'POST',
    path: parcel.path,
    accept: '*/*',
    contentType: parcel.contentType,
    body: parcel.body,
  })
  done()
  gateway.faults.clear()
  if (!silent.has(name)) deliver(fate.backMs, deliveryOf(reply, gateway))
}

/** What `createTransport` would report of this reply. */
function deliveryOf(reply: Reply, gateway: SandboxGateway): Delivery {
  switch (reply.kind) {
    case 'reset':
      return reset
    case 'silence':
      return timeout
    case 'http':
      return { outcome: 'unknown', reason: 'httpStatus', httpStatus: reply.status }
    case 'answer': {
      const gatewayAt = Math.floor(gateway.clock.now() / 1000) * 1000
      const body = answerBytes(reply)
      if (reply.damage !== undefined) return damaged(reply.damage, body, gatewayAt)
      return { outcome: 'answered', body, gatewayAt }
    }
  }
}

function shipmentOf(gateway: SandboxGateway, parcel: Parcel): Shipment {
  const opened: OpenedRequest | string = openRequest({
    method: 'POST',
    path: parcel.path,
    accept: '*/*',
    contentType: parcel.contentType,
    body: parcel.body,
  })
  const endpoint = parcel.path.slice('/payment/'.length)
  const isMutation = !endpoint.startsWith('SearchTrade')
  if (typeof opened === 'string') return { endpoint, orderId: '', jobCd: '', isMutation }
  return { endpoint, orderId: gateway.orderOf(opened.fields), jobCd: opened.fields.get('JobCd'), isMutation }
}
