import type { DeskState } from '../src-shared/api.ts'
import { dayOf, type Instant } from '../src-shared/business-day.ts'
import { isClockWrong, type RecordDamage } from '../src-shared/record-check.ts'
import type { Operator } from '../src-shared/operator.ts'
import type { EventSink } from './events.ts'
import type { Ports } from './ports.ts'

/** What the frame of every screen shows, and when it changed. */
export interface DeskStateService {
  read(): Promise<DeskState>
  /**
   * Reads anew and tells the windows: at once, and just once more however often it was asked for while that went on, as a
   * bulk run does after every order.
   */
  publish(): void
  /** Tells no more; what is being read is waited for. */
  close(): Promise<void>
  /**
   * Notes how an exchange with the gateway went: only one that never left shows that the network is down. `gatewayAt`:
   * the gateway's clock, against which this machine's is compared (R11).
   */
  exchanged(outcome: string, gatewayAt?: Instant): void
}

export interface DeskStateParts {
  readonly ports: Pick<Ports, 'mode' | 'host' | 'version' | 'dataDir' | 'clock' | 'log'>
  readonly operator: Operator
  readonly events: EventSink
  readonly shopName: () => Promise<string>
  readonly counts: () => Promise<Pick<DeskState, 'attention' | 'unlinked' | 'reconcile'>>
  readonly damage: () => RecordDamage
}

/** The state of one open shop. */
export function createDeskState(parts: DeskStateParts): DeskStateService {
  const { mode, host, version, dataDir, clock, log } = parts.ports
  let network: DeskState['network'] = 'untried'
  let clockSkewSeconds: number | null = null

  async function read(): Promise<DeskState> {
    const [shopName, counts] = [await parts.shopName(), await parts.counts()]
    const today = dayOf(clock.now())
    const frame = { mode, host, version, dataDir, shopName, operator: parts.operator, today, network, clockSkewSeconds }
    return { ...frame, damage: parts.damage(), ...counts }
  }

  let isClosed = false
  let isAsked = false
  let telling: Promise<void> | null = null

  async function tell(): Promise<void> {
    while (isAsked && !isClosed) {
      isAsked = false
      try {
        parts.events.send('desk.state', await read())
      } catch (error) {
        log.error('desk.state', { error: String(error) })
      }
    }
    telling = null
  }

  function publish(): void {
    isAsked = true
    telling ??= tell()
  }

  async function close(): Promise<void> {
    isClosed = true
    await telling
  }

  return {
    read,
    publish,
    close,
    exchanged(outcome, gatewayAt) {
      const before = [network, isClockWrong(clockSkewSeconds)]
      network = outcome === 'not-sent' ? 'offline' : 'online'
      if (gatewayAt !== undefined) clockSkewSeconds = Math.round((clock.now() - gatewayAt) / 1000)
      if (network !== before[0] || isClockWrong(clockSkewSeconds) !== before[1]) publish()
    },
  }
}
