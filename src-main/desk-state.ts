import type { DeskState } from '../src-shared/api.ts'
import { dayOf } from '../src-shared/business-day.ts'
import type { Operator } from '../src-shared/operator.ts'
import type { EventSink } from './events.ts'
import type { Ports } from './ports.ts'

/** What the frame of every screen shows, and when it changed. */
export interface DeskStateService {
  read(): Promise<DeskState>
  /** Reads anew and tells the windows. */
  publish(): void
  /** Notes how an exchange with the gateway went: only one that never left shows that the network is down. */
  exchanged(outcome: string): void
}

export interface DeskStateParts {
  readonly ports: Pick<Ports, 'mode' | 'host' | 'version' | 'dataDir' | 'clock' | 'log'>
  readonly operator: Operator
  readonly events: EventSink
  readonly shopName: () => Promise<string>
  readonly counts: () => Promise<{ readonly attention: number; readonly unlinked: number }>
}

export function createDeskState(parts: DeskStateParts): DeskStateService {
  const { mode, host, version, dataDir, clock, log } = parts.ports
  let network: DeskState['network'] = 'untried'

  async function read(): Promise<DeskState> {
    const [shopName, counts] = [await parts.shopName(), await parts.counts()]
    const today = dayOf(clock.now())
    return { mode, host, version, dataDir, shopName, operator: parts.operator, today, network, ...counts }
  }

  function publish(): void {
    read().then(
      (state) => {
        parts.events.send('desk.state', state)
      },
      (error: unknown) => {
        log.error('desk.state', { error: String(error) })
      },
    )
  }

  return {
    read,
    publish,
    exchanged(outcome) {
      const before = network
      network = outcome === 'not-sent' ? 'offline' : 'online'
      if (network !== before) publish()
    },
  }
}
