import { formatDateTime } from '../src-shared/business-day.ts'
import type { MailDraft } from '../src-shared/bridge.ts'
import type { Order } from '../src-shared/order.ts'
import type { PaymentLinkView } from '../src-shared/payment-link.ts'
import { formatYen } from '../src-shared/yen.ts'

/** Names come from files: line breaks and control letters in them must not become lines of the mail. */
function oneLine(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\p{Surrogate}]+/gu, ' ')
    .trim()
    .slice(0, 100)
}

/** The mail with which a buyer gets the payment link. It names no card, and asks for none by mail. */
export function paymentMail(
  order: Order,
  link: PaymentLinkView & { readonly url: string },
  shopName: string,
): MailDraft {
  const { orderer, orderNo } = order
  const name = oneLine(`${orderer.familyName} ${orderer.givenName}`)
  const email = orderer.email.trim()
  const shop = oneLine(shopName)
  return {
    to: /^[^\s@,;<>"()]{1,64}@[A-Za-z0-9.-]{3,180}$/.test(email) ? email : '',
    subject: `【${shop}】お支払いのご案内（ご注文番号 ${oneLine(orderNo)}）`,
    body: [
      name === '' ? 'お客様' : `${name} 様`,
      '',
      `${shop}です。ご注文ありがとうございます。`,
      '下のページで、クレジットカードのお支払い手続きをお願いいたします。',
      '',
      `ご注文番号: ${oneLine(orderNo)}`,
      `お支払い金額: ${formatYen(link.amountYen)}`,
      `お支払い期限: ${formatDateTime(link.expiresAt)}`,
      link.url,
      '',
      'カード番号は上のページだけにご入力ください。メールや電話ではお伺いしません。',
      '',
      shop,
    ].join('\n'),
  }
}
