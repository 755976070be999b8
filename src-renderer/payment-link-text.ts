import { isAlive, type PaymentLinkView } from '../src-shared/payment-link.ts'
import { settlementStatusText } from '../src-shared/text.ts'

/** State of a link as a chip: its words and its colour. */
export interface LinkWord {
  readonly text: string
  readonly colour: 'blue' | 'green' | 'grey' | 'orange' | 'red'
}

const words: Readonly<Record<Exclude<PaymentLinkView['state'], 'open' | 'paid'>, LinkWord>> = {
  intended: { text: '確認中', colour: 'orange' },
  unknown: { text: '確認中', colour: 'orange' },
  ended: { text: '期限切れ', colour: 'grey' },
  refused: { text: '発行できませんでした', colour: 'red' },
  notSent: { text: '送信できませんでした', colour: 'red' },
}

/** Links that the buyer may still pay at `now`, for another sum than `totalYen`. */
export function outdatedLinks(
  links: readonly PaymentLinkView[],
  totalYen: number,
  now: number,
): readonly PaymentLinkView[] {
  return links.filter((link) => isAlive(link, now) && link.amountYen !== totalYen)
}

/** What the chip of a link says at `now`. */
export function linkWord(link: PaymentLinkView, now: number): LinkWord {
  if (link.state === 'paid') return paidWord(link)
  if (link.state !== 'open') return words[link.state]
  return now > link.expiresAt ? words.ended : { text: 'お客様の入力待ち', colour: 'blue' }
}

function paidWord({ meaning, tradeStatus }: PaymentLinkView): LinkWord {
  const status = tradeStatus === null ? '支払い済み' : settlementStatusText[tradeStatus]
  if (meaning === 'second') return { text: '二重に支払われた可能性', colour: 'red' }
  if (meaning === 'doubtful') return { text: '取引が合いません', colour: 'red' }
  return meaning === 'settled' ? { text: status, colour: 'grey' } : { text: `${status}になりました`, colour: 'green' }
}
