import { afterEach, describe, expect, it, vi } from 'vitest'
import type { OrderLinks, PaymentLinkView } from '../../src-shared/payment-link.ts'
import GatewayPage from '../../src-renderer/pages/GatewayPage.vue'
import OrderEditPage from '../../src-renderer/pages/OrderEditPage.vue'
import { paymentMail } from '../../src-renderer/payment-mail.ts'
import { useDesk } from '../../src-renderer/stores/desk.ts'
import { createFakeDesk, deskState, FakeRefusal, type Answers, type FakeDesk } from '../support/fake-bridge.ts'
import { authorised, SAMPLE_NOW, sampleOrder } from '../support/sample-orders.ts'
import { button, mountPages, settle } from './mount-window.ts'

const pages = {
  order: { path: '/orders/:id', page: OrderEditPage },
  gateway: { path: '/settings/gateway', page: GatewayPage },
}
const url = `http://127.0.0.1:8080/link/${'ab'.repeat(24)}`
const link: PaymentLinkView = {
  id: 1,
  gatewayOrderNo: '55-1',
  amountYen: 5775,
  job: 'authorised',
  threeDSecure: true,
  state: 'open',
  url,
  issuedAt: SAMPLE_NOW - 60_000,
  expiresAt: SAMPLE_NOW + 86_400_000,
  tradeStatus: null,
  seenAt: SAMPLE_NOW,
  taken: false,
  meaning: null,
  codes: '',
}
const unlinked = { ...authorised('55', 0), status: null, link: { state: 'unlinked', reason: 'notFound' } } as const
const order = sampleOrder(55, { settlement: unlinked })
const withLinks = (...links: PaymentLinkView[]): OrderLinks => ({ links, refusal: null })

afterEach(() => {
  vi.restoreAllMocks()
  document.body.replaceChildren()
})

async function opened(answers: Partial<Answers>, one = order): Promise<{ desk: FakeDesk; text: () => string }> {
  const desk = createFakeDesk(answers, [one])
  const { wrapper } = await mountPages(desk, pages, '/orders/55')
  const text = () => wrapper.find('section[aria-labelledby="pay-link-title"]').text().replace(/\s+/g, '')
  return { desk, text }
}

describe('決済リンク', () => {
  it('issues a link for the version on the screen and shows it as text', async () => {
    const { desk, text } = await opened({ 'settlement.create-link': () => withLinks(link) })
    expect(text()).toContain('カード番号はお客様が支払い画面に入力し')
    button('決済リンクを発行').click()
    await settle()
    expect(desk.inputs('settlement.create-link')).toEqual([{ id: 55, seen: 1, again: false }])
    expect(text()).toContain('お客様の入力待ち5,775円')
    expect(text()).toContain('期限2026/11/2414:10')
    expect(document.querySelector<HTMLTextAreaElement>('textarea.url')?.value).toBe(url)
    expect(document.body.innerHTML).not.toMatch(/<a [^>]*\/link\//)
  })

  it('asks for a new link only in so many words when one is alive', async () => {
    const { desk, text } = await opened({
      'settlement.links': () => withLinks({ ...link, amountYen: 5000 }),
      'settlement.create-link': () => withLinks({ ...link, id: 2 }, link),
    })
    expect(text()).toContain(
      '発行済みの決済リンク（オーダーID55-1）は5,000円のままです。お支払い合計は5,775円に変わっています。',
    )
    // What asks for the old sum is not to be sent on.
    expect(document.querySelector('textarea.url')).toBeNull()
    button('新しいリンクを発行').click()
    await settle()
    const dialog = () => document.querySelector('[role=dialog]')?.textContent.replace(/\s+/g, '') ?? ''
    expect(dialog()).toContain('オーダーID55-1・5,000円・期限2026/11/2414:10')
    expect(dialog()).toContain('お客様が二重に支払うことになります')
    button('やめる').click()
    await settle()
    expect(desk.inputs('settlement.create-link')).toEqual([])
    button('新しいリンクを発行').click()
    await settle()
    button('5,775円 のリンクを発行する').click()
    await settle()
    expect(desk.inputs('settlement.create-link')).toEqual([{ id: 55, seen: 1, again: true }])
    expect(text()).toContain('前に発行したリンク1件')
  })

  it.each<[string, Partial<PaymentLinkView>, string]>([
    ['the card was refused', { tradeStatus: 'unprocessed' }, 'カードの承認はまだ得られていません（未決済）'],
    ['nobody knows', { state: 'unknown', url: null }, '確認中5,775円この番号のリンクのURLが分かりません'],
    ['the number was taken', { state: 'unknown', url: null, taken: true }, 'この番号はGMO側にすでにあります'],
    ['its time is over', { expiresAt: SAMPLE_NOW - 1 }, '期限切れ'],
    ['it ended', { state: 'ended', url: null }, '期限切れ'],
    ['it was refused', { state: 'refused', url: null, codes: 'E61030001' }, 'エラーコードE61030001'],
    ['it was paid twice', paid('second'), '二重に支払われた可能性があります'],
    ['its trade does not fit', paid('doubtful'), 'この決済リンクと合わないため、連携していません'],
  ])('says so when %s', async (_what, change, words) => {
    const { text } = await opened({ 'settlement.links': () => withLinks({ ...link, ...change }) })
    expect(text()).toContain(words)
    const usable = change.state === undefined && change.expiresAt === undefined
    expect(document.querySelector('textarea.url') !== null).toBe(usable)
  })

  it('says 仮売上になりました, and is not there for orders that never needed a link', async () => {
    const linked = sampleOrder(55, { settlement: authorised('55-1', 5775) })
    const refusal = { code: 'link.not-possible', params: { why: 'linked' } } as const
    const { text } = await opened(
      { 'settlement.links': () => ({ links: [{ ...link, ...paid('ordersTrade') }], refusal }) },
      linked,
    )
    expect(text()).toContain('仮売上になりました')
    document.body.replaceChildren()
    await opened({ 'settlement.links': () => ({ links: [], refusal }) }, linked)
    expect(document.querySelector('#pay-link-title')).toBeNull()
    await opened({}, sampleOrder(55, { paymentMethod: { name: '銀行振込', kind: 'bankTransfer' }, settlement: null }))
    expect(document.querySelector('#pay-link-title')).toBeNull()
  })

  it('asks in so many words when a trade of the order’s own number may be its payment', async () => {
    const doubtful = { ...unlinked, link: { state: 'unlinked', reason: 'doubtful' } } as const
    const { desk } = await opened(
      { 'settlement.links': () => withLinks(), 'settlement.create-link': () => withLinks(link) },
      sampleOrder(55, { settlement: doubtful }),
    )
    button('新しいリンクを発行').click()
    await settle()
    expect(document.querySelector('[role=dialog]')?.textContent).toContain('支払い済みかもしれません')
    button('5,775円 のリンクを発行する').click()
    await settle()
    expect(desk.inputs('settlement.create-link')).toEqual([{ id: 55, seen: 1, again: true }])
  })

  it('says before the order is stored with another sum that the link keeps the old one', async () => {
    await opened({ 'settlement.links': () => withLinks(link) })
    const said = () => document.querySelector('.action-bar')?.textContent.replace(/\s+/g, '') ?? ''
    expect(said()).not.toContain('発行済みの決済リンク')
    const shipping = document.querySelector<HTMLInputElement>('input[aria-label="送料"]')!
    shipping.value = '1050'
    shipping.dispatchEvent(new Event('input'))
    await settle()
    expect(said()).toContain('発行済みの決済リンクは5,775円のままです')
  })

  it('shows a refusal in words, and what was journalled before it', async () => {
    let asked = false
    const { text } = await opened({
      'settlement.links': () => (asked ? withLinks({ ...link, state: 'notSent', url: null }) : withLinks()),
      'settlement.create-link': () => {
        asked = true
        throw new FakeRefusal('gateway.offline')
      },
    })
    button('決済リンクを発行').click()
    await settle()
    expect(text()).toContain('GMOに接続できませんでした。何も送信していません。')
    expect(text()).toContain('送信できませんでした')
  })

  it('copies the link and opens the practice page by the host alone', async () => {
    const copied: string[] = []
    const execCommand = (): boolean => copied.push(document.activeElement instanceof HTMLTextAreaElement ? 'x' : '') > 0
    Object.defineProperty(document, 'execCommand', { value: execCommand, configurable: true })
    const { desk, text } = await opened({ 'settlement.links': () => withLinks(link) })
    button('リンクをコピー').click()
    await settle()
    expect(copied).toHaveLength(1)
    expect(text()).toContain('コピーしました。')
    useDesk().state = deskState
    await settle()
    const pagesOpened: string[] = []
    desk.bridge.openExternal = (target) => {
      pagesOpened.push(target)
      return Promise.resolve({ opened: true })
    }
    button('練習用の支払い画面を開く').click()
    await settle()
    expect(pagesOpened).toEqual([url])
    Object.defineProperty(document, 'execCommand', { value: () => false, configurable: true })
    button('リンクをコピー').click()
    await settle()
    expect(text()).toContain('コピーできませんでした')
  })

  it('hands the draft on as it was edited', async () => {
    const { desk, text } = await opened({ 'settlement.links': () => withLinks(link) })
    const drafts: unknown[] = []
    desk.bridge.writeMail = (draft) => {
      drafts.push(draft)
      return Promise.resolve({ opened: 'without-body' })
    }
    button('メールの下書き').click()
    await settle()
    const body = document.querySelector<HTMLTextAreaElement>('.mail textarea')!
    expect(body.value).toContain(url)
    body.value = '書き直した文面'
    body.dispatchEvent(new Event('input'))
    button('メールソフトで開く').click()
    await settle()
    expect(drafts).toEqual([expect.objectContaining({ to: 'test@example.jp', body: '書き直した文面' })])
    expect(text()).toContain('件名だけを渡しました')
  })

  it('asks by itself while the link is fresh, and says when the gateway is away', async () => {
    const planned = vi.spyOn(globalThis, 'setInterval')
    const { desk, text } = await opened({
      'settlement.links': () => withLinks(link),
      'settlement.check-link': () => {
        throw new FakeRefusal('gateway.no-answer')
      },
    })
    expect(desk.inputs('settlement.check-link')).toEqual([])
    const [tick] = planned.mock.calls.find(([, ms]) => ms === 15_000) ?? []
    tick?.()
    await settle()
    expect(desk.inputs('settlement.check-link')).toEqual([{ id: 55 }])
    expect(text()).toContain('GMOから応答がありませんでした。自動で確認を続けます。')
    expect(text()).toContain('お客様の入力待ち')
  })
})

function paid(meaning: NonNullable<PaymentLinkView['meaning']>): Partial<PaymentLinkView> {
  return { state: 'paid', url: null, tradeStatus: 'authorised', meaning }
}

describe('the mail', () => {
  it('cannot get lines or recipients from a name', () => {
    const hostile = sampleOrder(55, {
      orderer: {
        ...order.orderer,
        familyName: 'テスト\r\nhttps://evil.example/',
        givenName: '\u202e\u0000太郎',
        email: 'a@example.jp,b@example.jp',
      },
    })
    const { to, subject, body } = paymentMail(hostile, { ...link, url }, '店\nBcc: x')
    expect(to).toBe('')
    expect(subject).not.toMatch(/[\r\n]/)
    expect(body.split('\n').filter((line) => /^https?:/.test(line))).toEqual([url])
    expect(body).toContain('5,775円')
    expect(body).toContain('2026/11/24 14:10')
  })
})

describe('基本設定 → 決済（GMO）', () => {
  it('stores how links are made, and refuses what the gateway could not take', async () => {
    const desk = createFakeDesk()
    const { wrapper } = await mountPages(desk, pages, '/settings/gateway')
    await wrapper.find('#link-config').setValue('設定')
    await wrapper.find('#link-days').setValue('61')
    button('この内容で登録する').click()
    await settle()
    expect(desk.inputs('settings.save-gateway')).toEqual([])
    expect(wrapper.text()).toContain('1から60までの整数')
    await wrapper.find('#link-config').setValue('SHOP-2')
    await wrapper.find('#link-days').setValue('３')
    await wrapper.find('#link-job').setValue('captured')
    button('この内容で登録する').click()
    await settle()
    expect(desk.inputs('settings.save-gateway')[0]?.linkPage).toEqual({
      configId: 'SHOP-2',
      job: 'captured',
      threeDSecure: true,
      days: 3,
    })
  })
})
