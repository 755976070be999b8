import type { OrderStatus } from '../../src-shared/order.ts'
import type { SettlementAction } from '../../src-shared/settlement.ts'
import { cardItem, slipItem, total, type ShopItem } from './shop-items.ts'

/** One of the six kinds of operation: an order it can start from, and the button. */
export interface OperationKind {
  readonly name: string
  readonly orderNo: string
  readonly action: SettlementAction
  readonly thenStatus: OrderStatus | null
  /** What the console does to the same trade, behind the desk's back; null where it has no such button. */
  readonly consoleJob: 'SALES' | 'RETURN' | 'VOID' | 'AUTH' | null
}

export const operationKinds: readonly OperationKind[] = [
  { name: '実売上', orderNo: '201', action: 'sales', thenStatus: 'paid', consoleJob: 'RETURN' },
  { name: '返品', orderNo: '202', action: 'returned', thenStatus: 'cancelled', consoleJob: 'SALES' },
  { name: '再オーソリ', orderNo: '203', action: 'reauthorised', thenStatus: null, consoleJob: 'AUTH' },
  { name: '金額変更', orderNo: '204', action: 'amountAuthorised', thenStatus: null, consoleJob: 'SALES' },
  { name: 'コンビニ取消', orderNo: '205', action: 'cancelled', thenStatus: 'cancelled', consoleJob: null },
  { name: 'ペイジー取消', orderNo: '206', action: 'cancelled', thenStatus: 'cancelled', consoleJob: null },
]

/** The shop the kinds are tried in. */
export const kindShop: readonly ShopItem[] = [
  cardItem('201', 3),
  cardItem('202', 3),
  cardItem('203', 3, { status: 'VOID' }),
  cardItem('204', 3, {}, total(6_300)),
  slipItem('205', 'convenience', 1),
  slipItem('206', 'payEasy', 1),
  cardItem('207', 3),
]
