import { afterEach, describe, expect, it } from 'vitest'
import type { MailPlanRow, MailRow, MailRun } from '../../src-shared/mail.ts'
import MailPage from '../../src-renderer/pages/MailPage.vue'
import MailSettingsPage from '../../src-renderer/pages/MailSettingsPage.vue'
import MailTemplatesPage from '../../src-renderer/pages/MailTemplatesPage.vue'
import { mailForm, portFor, readMailForm } from '../../src-renderer/mail-form.ts'
import { outlookOf, resultText, whyText } from '../../src-renderer/mail-words.ts'
import { createFakeDesk, FakeRefusal } from '../support/fake-bridge.ts'
import { mailSettings } from '../support/fake-mail.ts'
import { SAMPLE_NOW } from '../support/sample-orders.ts'
import { button, mountPages, settle } from './mount-window.ts'

const pages = {
  mail: { path: '/mail', page: MailPage },
  'mail-settings': { path: '/settings/mail', page: MailSettingsPage },
  'mail-templates': { path: '/content/mail-templates', page: MailTemplatesPage },
}
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4/

afterEach(() => {
  document.body.replaceChildren()
})

const field = (id: string) => document.getElementById(id) as HTMLInputElement | HTMLTextAreaElement
const text = () => document.body.textContent

describe('メール通知', () => {
  it('shows one order’s mail, takes changed words, and sends them after a confirmation', async () => {
    const desk = createFakeDesk()
    const { wrapper } = await mountPages(desk, pages, '/mail?orders=91')
    expect(field('mail-subject').value).toBe('件名 91')
    expect(text()).toContain('test@example.jp')
    await wrapper.find('#mail-body').setValue('書き直した本文')
    button('1件に送信').click()
    await settle()
    expect(desk.inputs('mail.send')).toEqual([])
    expect(document.querySelector('.dialog')?.textContent).toContain('1件（test@example.jp） 送信します')
    button('送信する').click()
    await settle()
    const [sent] = desk.inputs('mail.send')
    expect(sent).toMatchObject({
      templateId: 'received',
      again: false,
      words: { subject: '件名 91', body: '書き直した本文' },
    })
    expect(sent!.items.map(({ orderId }) => orderId)).toEqual([91])
    expect(sent!.items[0]!.id).toMatch(UUID)
    expect(text()).toContain('1件の手続きが終わりました。 送信済み 1件')
  })

  it('sends several with the template’s words, one id each, and goes through them', async () => {
    const desk = createFakeDesk()
    await mountPages(desk, pages, '/mail?orders=91,92,93,92,x')
    expect(text()).toContain('3件の注文')
    expect(field('mail-body').readOnly).toBe(true)
    button('次 →').click()
    await settle()
    expect(field('mail-subject').value).toBe('件名 92')
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown', altKey: true }))
    await settle()
    expect(field('mail-subject').value).toBe('件名 93')
    button('3件に送信').click()
    await settle()
    button('やめる').click()
    await settle()
    expect(desk.inputs('mail.send')).toEqual([])
    button('3件に送信').click()
    await settle()
    button('送信する').click()
    await settle()
    const [sent] = desk.inputs('mail.send')
    expect(sent!.words).toBeNull()
    expect(new Set(sent!.items.map(({ id }) => id)).size).toBe(3)
  })

  it('leaves out who got this template before, until it is wanted', async () => {
    const earlier = { at: SAMPLE_NOW, state: 'sent' } as const
    const desk = createFakeDesk({
      'mail.plan': ({ orderIds }) => orderIds.map((orderId) => ({ ...planned, orderId, earlier })),
    })
    const { wrapper } = await mountPages(desk, pages, '/mail?orders=91,92')
    expect(button('0件に送信').disabled).toBe(true)
    await wrapper.find('input[type=checkbox]').setValue(true)
    button('2件に送信').click()
    await settle()
    button('送信する').click()
    await settle()
    expect(desk.inputs('mail.send')[0]).toMatchObject({ again: true })
  })

  it('follows a bulk and stops it', async () => {
    const running: MailRun = {
      batchId: '00000000-0000-4000-8000-000000000009',
      running: true,
      stopping: false,
      total: 40,
      done: 7,
    }
    const desk = createFakeDesk({ 'mail.run': () => running, 'mail.stop': () => ({ ...running, stopping: true }) })
    await mountPages(desk, pages, '/mail')
    expect(text()).toContain('送信しています… 7 / 40件')
    button('中止').click()
    await settle()
    expect(desk.inputs('mail.stop')).toEqual([{ batchId: running.batchId }])
    expect(text()).toContain('中止しています')
    desk.emit('mail.run', { ...running, running: false, done: 40 })
    await settle()
    expect(text()).toContain('手続きが終わりました')
  })

  it('points to the settings when there are none', async () => {
    const desk = createFakeDesk({ 'settings.mail': () => ({ ...mailSettings, host: '', ready: false }) })
    await mountPages(desk, pages, '/mail?orders=91')
    expect(text()).toContain('メールの設定を開く')
    expect(button('1件に送信').disabled).toBe(true)
    expect(button('本文をコピー').disabled).toBe(false)
  })

  it('says so when another bulk is under way', async () => {
    const desk = createFakeDesk({
      'mail.send': () => {
        throw new FakeRefusal('mail.busy')
      },
    })
    await mountPages(desk, pages, '/mail?orders=91')
    button('1件に送信').click()
    await settle()
    button('送信する').click()
    await settle()
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('mail.busy')
  })

  it('adds an order by its number', async () => {
    const desk = createFakeDesk()
    const { wrapper, router } = await mountPages(desk, pages, '/mail?orders=91')
    await wrapper.find('#mail-order-no').setValue('９２')
    await wrapper.findAll('form')[0]!.trigger('submit')
    await settle()
    expect(router.currentRoute.value.query).toEqual({ orders: '91,92' })
    await wrapper.find('#mail-order-no').setValue('7777')
    await wrapper.findAll('form')[0]!.trigger('submit')
    await settle()
    expect(text()).toContain('注文 7777 は見つかりません。')
  })
})

describe('送信履歴', () => {
  it('lists, searches, shows a text, and asks about a mail of unknown outcome', async () => {
    const desk = createFakeDesk({
      'mail.history': () => ({ rows: [{ ...row, state: 'unknown', reason: 'noAnswer' }], count: 1 }),
      'mail.read': ({ id }) => ({ ...row, id, state: 'unknown', reason: 'noAnswer', body: '送った本文' }),
    })
    const { wrapper } = await mountPages(desk, pages, '/mail')
    expect(text()).toContain('届いたか分からないメールが 1件')
    await wrapper.find('#history-order').setValue('５５ ')
    await wrapper.findAll('form').at(-1)!.trigger('submit')
    await settle()
    expect(desk.inputs('mail.history').some(({ orderNo }) => orderNo === '55')).toBe(true)
    button(row.subject).click()
    await settle()
    expect(document.querySelector('.dialog')?.textContent).toContain('送った本文')
    button('届いていない').click()
    await settle()
    expect(desk.inputs('mail.resolve')).toEqual([{ id: row.id, as: 'failed' }])
  })
})

describe('メールテンプレート', () => {
  it('previews with a real order, inserts a placeholder and stores', async () => {
    const desk = createFakeDesk()
    const { wrapper } = await mountPages(desk, pages, '/content/mail-templates')
    await new Promise((resolve) => setTimeout(resolve, 300))
    await settle()
    expect(desk.inputs('mail.preview-words')[0]).toMatchObject({ words: { subject: '件名 {{注文番号}}' } })
    const body = wrapper.find('textarea')
    body.element.setSelectionRange(2, 2)
    button('商品明細').click()
    await settle()
    expect(body.element.value).toBe('本文{{商品明細}} {{顧客名}}')
    await wrapper.find('form').trigger('submit')
    await settle()
    expect(desk.inputs('mail.save-template')[0]).toMatchObject({ id: 'received', body: '本文{{商品明細}} {{顧客名}}' })
  })

  it('names an unknown placeholder and stores nothing', async () => {
    const desk = createFakeDesk()
    const { wrapper } = await mountPages(desk, pages, '/content/mail-templates')
    await wrapper.find('textarea').setValue('{{お名前}} 様')
    expect(text()).toContain('使えない差し込み項目があります: {{お名前}}')
    await wrapper.find('form').trigger('submit')
    await settle()
    expect(desk.inputs('mail.save-template')).toEqual([])
  })

  it('asks before what was typed is lost', async () => {
    const desk = createFakeDesk()
    const { wrapper } = await mountPages(desk, pages, '/content/mail-templates')
    await wrapper.find('textarea').setValue('変えた')
    button('雛形 cancelled').click()
    await settle()
    button('編集に戻る').click()
    await settle()
    expect(wrapper.find('textarea').element.value).toBe('変えた')
    button('雛形 cancelled').click()
    await settle()
    button('変更を捨てて移動する').click()
    await settle()
    expect(wrapper.find('textarea').element.value).toBe('本文 {{顧客名}}')
  })
})

describe('基本設定 → メール', () => {
  it('shows no password, stores, and tries', async () => {
    const desk = createFakeDesk()
    const { wrapper } = await mountPages(desk, pages, '/settings/mail')
    expect(field('mail-password').value).toBe('')
    await wrapper.find('#mail-security').setValue('tls')
    expect(field('mail-port').value).toBe('465')
    expect(button('送信テスト').disabled).toBe(true)
    await wrapper.find('form').trigger('submit')
    await settle()
    const [saved] = desk.inputs('settings.save-mail')
    expect(saved).toMatchObject({ security: 'tls', port: 465 })
    expect(saved).not.toHaveProperty('password')
    button('送信テスト').click()
    await settle()
    expect(text()).toContain('shop@example.jp にテストのメールを送りました')
  })

  it('says what to put right', async () => {
    const desk = createFakeDesk({
      'settings.test-mail': () => ({ ok: false, to: 'shop@example.jp', reason: 'password', detail: '535' }),
    })
    const { wrapper } = await mountPages(desk, pages, '/settings/mail')
    button('送信テスト').click()
    await settle()
    expect(text()).toContain('ユーザー名かパスワードを断られました。（535）')
    await wrapper.find('#mail-security').setValue('none')
    await wrapper.find('#mail-from').setValue('全角')
    await wrapper.find('form').trigger('submit')
    await settle()
    expect(text()).toContain('パスワードとメールが暗号化されずに流れます')
    expect(text()).toContain('このパソコンの中のサーバー（localhost）だけで使えます')
    expect(desk.inputs('settings.save-mail')).toEqual([])
  })

  it('wants the password again for another server', () => {
    const form = { ...mailForm(mailSettings), host: 'mail.example.com' }
    expect(readMailForm(form, mailSettings).problems).toEqual({ password: 'パスワードを入力してください。' })
    expect(readMailForm({ ...form, password: 'x' }, mailSettings).problems).toEqual({})
    expect(
      readMailForm({ ...form, password: 'x', port: '0', pauseSeconds: '61' }, mailSettings).problems,
    ).toHaveProperty('port')
    expect(portFor('tls', '2525')).toBe('2525')
  })
})

describe('words', () => {
  it('of the outlook', () => {
    const outlook = (more: Partial<MailPlanRow>, single = false) => outlookOf({ ...planned, ...more }, false, single)
    expect(outlook({})).toMatchObject({ goes: true, word: '送れます' })
    expect(outlook({ addressProblem: 'noAddress' })).toMatchObject({ goes: false, word: '宛先なし' })
    expect(outlook({ missing: ['発送伝票番号'] })).toMatchObject({ goes: false, why: '値がありません: 発送伝票番号' })
    expect(outlook({ missing: ['発送伝票番号'] }, true)).toMatchObject({ goes: true, word: '要確認' })
  })

  it('of results, which sum to the selection', () => {
    expect(resultText([row, row, { ...row, state: 'failed' }])).toBe('送信済み 2件、失敗 1件')
    expect(whyText({ reason: 'recipient', detail: '550 5.1.1' })).toContain('（550 5.1.1）')
    expect(whyText(row)).toBe('')
  })
})

const planned: MailPlanRow = {
  ...{ orderId: 91, orderNo: '91', name: 'テスト 花子', recipient: 'test@example.jp' },
  ...{ addressProblem: null, missing: [], general: [], earlier: null },
}
const row: MailRow = {
  ...{ id: '00000000-0000-4000-8000-000000000001', batchId: '', orderId: 91, orderNo: '91', name: 'テスト 花子' },
  ...{
    templateName: 'ご注文受付',
    recipient: 'test@example.jp',
    subject: 'ご注文を承りました',
    state: 'sent',
    reason: null,
  },
  ...{ detail: '', operatorName: '店長', createdAt: SAMPLE_NOW, endedAt: SAMPLE_NOW },
}
