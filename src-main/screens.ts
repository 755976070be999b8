import type { Audit } from './audit/audit-service.ts'
import type { Database } from './db/database.ts'
import type { EventSink } from './events.ts'
import { createToday, type TodayService } from './home/today.ts'
import type { OrderService } from './orders/order-service.ts'
import { createStatusMoves, type StatusMoves } from './orders/status-move.ts'
import type { Clock } from './ports.ts'
import { createContacts, type ContactsService } from './settings/contacts-service.ts'

/** What single screens are answered from. */
export interface ScreenServices {
  /** ステータス管理. */
  readonly moves: StatusMoves
  /** 管理メイン. */
  readonly today: TodayService
  /** お問い合わせ先 of Help. */
  readonly contacts: ContactsService
}

interface ScreenParts {
  readonly db: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventSink
  readonly orders: OrderService
}

/** The services that serve one screen each, over the desk's own. */
export function createScreens({ db, clock, audit, events, orders }: ScreenParts): ScreenServices {
  return {
    moves: createStatusMoves({ db, clock, audit, events }),
    today: createToday({ db, clock, rows: (ids) => orders.rows(ids) }),
    contacts: createContacts({ db, audit, clock }),
  }
}
