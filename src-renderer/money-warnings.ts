import { daysBetween, type BusinessDay } from '../src-shared/business-day.ts'
import type { OrderSettlement, SettlementAction } from '../src-shared/settlement.ts'
import { changesAmount, needsReason } from '../src-shared/settlement-rules.ts'
import { formatYen } from '../src-shared/yen.ts'

/**
 * What the operator has to know before `action` is sent for an order of `totalYen` (お支払い合計, whole yen): what it
 * bypasses, what it changes, and how little time is left.
 */
export function moneyWarnings(
  action: SettlementAction,
  settlement: OrderSettlement | null,
  totalYen: number,
  today: BusinessDay,
): readonly string[] {
  const warnings = [
    secureWarning(action),
    amountWarning(action, settlement?.amountYen ?? null, totalYen),
    fallBackWarning(action, settlement?.status ?? null),
    timeWarning(action, settlement?.settleBy ?? null, today),
  ]
  return warnings.filter((warning) => warning !== null)
}

function secureWarning(action: SettlementAction): string | null {
  if (!needsReason(action)) return null
  return '店側の操作でカードを確認するため、3Dセキュア（本人認証）を通りません。不正利用の補償の対象外になることがあります。'
}

function amountWarning(action: SettlementAction, gatewayYen: number | null, totalYen: number): string | null {
  if (gatewayYen === null || gatewayYen === totalYen) return null
  if (changesAmount(action)) return `GMOの金額を ${formatYen(gatewayYen)} から ${formatYen(totalYen)} に変えます。`
  return `お支払い合計（${formatYen(totalYen)}）と、GMOの金額（${formatYen(gatewayYen)}）が違います。`
}

function fallBackWarning(action: SettlementAction, status: OrderSettlement['status']): string | null {
  if (action !== 'amountAuthorised' || (status !== 'sales' && status !== 'captured')) return null
  return '請求済みの決済が仮売上に戻ります。あらためて実売上にしないと、請求されません。'
}

function timeWarning(action: SettlementAction, settleBy: BusinessDay | null, today: BusinessDay): string | null {
  if (action !== 'sales' || settleBy === null) return null
  const left = daysBetween(today, settleBy)
  return left <= 20 ? `実売上にできる期限まで、残り${String(Math.max(0, left))}日です。` : null
}
