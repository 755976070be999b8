/** What a refusal means to the buyer: what happened and what he can do. */
interface RefusalWords {
  readonly pattern: RegExp
  readonly words: string
}

const another = '別のカードをお試しいただくか、カード会社にお問い合わせください。'

/** The first row that fits counts. */
const refusals: readonly RefusalWords[] = [
  { pattern: /^42G02/, words: `カードの残高が足りないため、お支払いできませんでした。${another}` },
  { pattern: /^42G0[345]/, words: `カードのご利用限度額を超えるため、お支払いできませんでした。${another}` },
  {
    pattern: /^42G65|^E41170099/,
    words: 'カード番号が正しくありません。カードの番号を確かめて、もう一度入力してください。',
  },
  { pattern: /^42G83/, words: '有効期限が正しくありません。カードの月と年を確かめて、もう一度入力してください。' },
  {
    pattern: /^42G44|^42G45/,
    words: 'セキュリティコードが正しくありません。カードを確かめて、もう一度入力してください。',
  },
  { pattern: /^42G55/, words: `このカードでは今回のお支払いの限度額を超えています。${another}` },
  { pattern: /^42G/, words: `カード会社の承認が得られませんでした。${another}` },
  {
    pattern: /^E21020002/,
    words: '本人確認が取りやめられました。お支払いを続けるには、もう一度カードを入力してください。',
  },
  { pattern: /^E21/, words: `本人確認ができませんでした。もう一度お試しいただくか、${another}` },
  { pattern: /^42C|^E9/, words: 'ただいまカード会社と通信できません。しばらく待ってから、もう一度お試しください。' },
  { pattern: /^E61/, words: 'このお店では、このお支払い方法をご利用いただけません。お店にお問い合わせください。' },
  { pattern: /^E01040010/, words: 'この注文番号はすでに使われています。お店にお問い合わせください。' },
]

/** The words for a list of ErrInfo: those of the first code. */
export function refusalWords(errInfos: readonly string[]): string {
  const code = errInfos[0] ?? ''
  const found = refusals.find(({ pattern }) => pattern.test(code))
  return found?.words ?? 'お支払いの手続きができませんでした。お店にお問い合わせください。'
}
