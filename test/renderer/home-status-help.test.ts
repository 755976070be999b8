import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { addDays } from '../../src-shared/business-day.ts'
import { defaultCancelRules } from '../../src-shared/settlement-deadline.ts'
import { settlementStatuses } from '../../src-shared/settlement.ts'
import { moneyLeftKinds } from '../../src-shared/status-move.ts'
import { chartDays, chartGroups } from '../../src-renderer/chart-groups.ts'
import { commands, menuSections } from '../../src-renderer/commands.ts'
import { cancelLines, deadlineLines } from '../../src-renderer/help/help-dates.ts'
import { helpEntries, helpTopics } from '../../src-renderer/help/topics.ts'
import { effectTexts, firstTicks, moneyLeftText } from '../../src-renderer/move-text.ts'
import HelpPage from '../../src-renderer/pages/HelpPage.vue'
import HomePage from '../../src-renderer/pages/HomePage.vue'
import StatusPage from '../../src-renderer/pages/StatusPage.vue'
import { router } from '../../src-renderer/router.ts'
import { useWorkQueue } from '../../src-renderer/stores/work-queue.ts'
import { createFakeDesk, FakeRefusal } from '../support/fake-bridge.ts'
import { button, mountPages, settle } from './mount-window.ts'

const pages = {
  home: { path: '/', page: HomePage },
  status: { path: '/status', page: StatusPage },
  help: { path: '/help', page: HelpPage },
}

afterEach(() => {
  document.body.replaceChildren()
})

const press = async (key: string) => {
  ;(document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
  await nextTick()
  await settle()
}

describe('管理メイン', () => {
  it('j and k go through cards and rows, the space bar ticks, s goes to the settlement of what is ticked', async () => {
    const { wrapper, router: routes } = await mountPages(createFakeDesk(), pages, '/')
    const stops = () => document.activeElement?.getAttribute('data-stop')
    await press('j')
    expect(stops()).toBe('card-received')
    await press('j')
    const first = stops()
    expect(first).toMatch(/^received-\d+$/)
    await press('j')
    await press('k')
    expect(stops()).toBe(first)
    await press(' ')
    expect(wrapper.text()).toContain('1件を選択しています')
    const id = Number(first?.split('-')[1])
    await press('s')
    expect(routes.currentRoute.value).toMatchObject({ name: 'order', params: { id: String(id) } })
    expect(useWorkQueue().holds(id)).toBe(true)
    expect(useWorkQueue().neighbour(id, 1)).toBeNull()
  })

  it('reads again when orders changed, and shows why it cannot', async () => {
    let broken = false
    const desk = createFakeDesk({
      'home.today': () => {
        if (broken) throw new FakeRefusal('storage.failed')
        return { today: '2026-11-23', cards: [], daysLeft: { late: 0, within3: 0, within7: 0, within20: 0 }, days: [] }
      },
    })
    const { wrapper } = await mountPages(desk, pages, '/')
    broken = true
    desk.emit('orders.changed', { ids: [] })
    await new Promise((resolve) => setTimeout(resolve, 250))
    await settle()
    expect(wrapper.find('.failure-box, .v-alert').exists()).toBe(true)
  })
})

describe('ステータス管理', () => {
  it('shows the preview before anything is moved, and moves once with what was seen', async () => {
    const desk = createFakeDesk()
    const { wrapper } = await mountPages(desk, pages, '/status')
    await press('a')
    const select = wrapper.find('select')
    await select.setValue(select.findAll('option').find((one) => one.text() === '入金済み')?.element.value)
    await wrapper.find('form').trigger('submit')
    await settle()
    expect(desk.inputs('orders.move-status')).toEqual([])
    const [asked] = desk.inputs('orders.preview-move')
    expect(asked?.selection.kind).toBe('orders')
    const move = [...document.querySelectorAll('button')].find((one) => /件を移動する/.test(one.textContent))
    move?.click()
    move?.click()
    await settle()
    const sent = desk.inputs('orders.move-status')
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({ to: 'paid', digest: 'digest-1', selection: asked?.selection })
    expect(wrapper.text()).toContain('変更した')
    ;[...document.querySelectorAll('button')].find((one) => one.textContent.includes('元に戻す'))?.click()
    await settle()
    expect(desk.inputs('orders.undo-move')).toEqual([{ moveId: sent[0]?.moveId }])
    expect(wrapper.text()).toContain('元に戻した 1件')
  })

  it('keeps the selection when the core refuses, and says what to do', async () => {
    const desk = createFakeDesk({
      'orders.move-status': () => {
        throw new FakeRefusal('order.selection-changed')
      },
    })
    const { wrapper } = await mountPages(desk, pages, '/status')
    await press('a')
    await wrapper.find('select').setValue('paid')
    await wrapper.find('form').trigger('submit')
    await settle()
    ;[...document.querySelectorAll('button')].find((one) => /件を移動する/.test(one.textContent))?.click()
    await settle()
    expect(wrapper.text()).not.toContain('変更した')
    expect(desk.inputs('orders.move-status')).toHaveLength(1)
  })

  it('words every kind of money that stays, and every effect', () => {
    const preview = {
      digest: '',
      to: 'cancelled',
      from: [],
      moving: 3,
      same: 0,
      underInquiry: 0,
      changed: 0,
      paidDates: { count: 2, again: 1 },
      shippedDates: { count: 2, again: 0, deliveries: 3 },
      money: [],
      points: { members: 2, givenBack: 10, taken: 5, unknown: 1 },
      stock: {
        ...{ unsent: { orders: 2, pieces: 4 }, sent: { orders: 1, pieces: 3 } },
        ...{ taken: { orders: 0, pieces: 0 }, unkept: 6 },
      },
      short: { stock: 0, points: 0, first: [] },
    } as const
    for (const kind of moneyLeftKinds) {
      const text = moneyLeftText(preview, { kind, count: 1234, totalYen: 5775, first: [] })
      expect(text).toContain('1,234件（5,775円）')
    }
    expect(firstTicks(preview)).toEqual({ unsent: 'follow', sent: 'keep' })
    expect(firstTicks({ ...preview, to: 'returned' })).toEqual({ unsent: 'keep', sent: 'keep' })
    expect(effectTexts(preview, firstTicks(preview)).join('\n')).toMatch(
      /うち 1件.*上書き[\s\S]*3か所[\s\S]*2件、増やす 10pt、減らす 5pt[\s\S]*動きません: 1件[\s\S]*戻します: 4点[\s\S]*動きません: 6点/,
    )
    expect(effectTexts(preview, { unsent: 'follow', sent: 'follow' }).join()).toContain('在庫に戻します: 7点')
    expect(effectTexts(preview, { unsent: 'keep', sent: 'keep' }).join()).not.toContain('在庫に戻します')
  })
})

describe('ヘルプ', () => {
  const terms = { ...defaultCancelRules, authorisationDays: 90 }

  it('answers each of the ten questions of the guide, and links only to entries that exist', () => {
    expect(helpTopics.slice(0, 10).map((topic) => helpEntries[topic].question)).toEqual([
      'GMOとは？',
      'オーソリとは？',
      'セキュリティコード認証とは？',
      '3Dセキュアとは？',
      '仮売上とは？',
      '実売上とは？',
      '取消とは？',
      '返品とは？',
      '月跨返品とは？',
      '2クリック決済とは？',
    ])
    for (const topic of helpTopics) expect(helpEntries[topic].answer.length).toBeGreaterThan(0)
  })

  it('fills today’s dates in: 取消, 返品, 月跨返品, and no longer', () => {
    const words = cancelLines('2026-11-23', terms).map(({ days, word }) => [days, word])
    expect(words).toEqual([
      ['今日（2026/11/23）', '取消'],
      ['2026/11/22 まで', '返品'],
      ['仮売上も実売上も今日（2026/11/23）', '取消'],
      ['実売上は今日、仮売上は 2026/11/22 まで', '返品'],
      ['2026/11/01 ～ 2026/11/22', '返品'],
      ['2026/05/27 ～ 2026/10/31', '月跨返品'],
      ['2026/05/26 まで', 'できません'],
    ])
  })

  it('follows the shop’s contract, on the first of a month too', () => {
    const single = cancelLines('2026-11-23', { ...terms, singleCancel: true }).map(({ word }) => word)
    expect(new Set(single)).toEqual(new Set(['キャンセル', 'できません']))
    const byProcessing = cancelLines('2026-11-23', { ...terms, salesVoidedOn: 'processingDay' })
    expect(byProcessing[3]?.word).toBe('取消')
    expect(cancelLines('2026-12-01', terms)[4]).toMatchObject({ word: '－' })
  })

  it('仮売上の期限 is a day of the calendar for every day and every contract', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 1, max: 180 }), (offset, authorisationDays) => {
        const today = addDays('2024-01-01', offset)
        const [first, ...rest] = deadlineLines(today, { ...terms, authorisationDays })
        expect(first?.authorisedOn).toContain('今日')
        expect(rest.at(-1)?.says).toBe(authorisationDays === 1 ? rest.at(-1)?.says : '期限切れ')
        for (const line of [first, ...rest]) expect(line?.settleBy).toMatch(/^\d{4}\/\d{2}\/\d{2}$/)
      }),
    )
  })

  it('contacts are kept, and an address that is none is pointed out', async () => {
    const desk = createFakeDesk()
    const { wrapper } = await mountPages(desk, pages, '/help?topic=contacts')
    const { useDesk } = await import('../../src-renderer/stores/desk.ts')
    await useDesk().refresh()
    await settle()
    await wrapper.find('#contact-shopSystem-url').setValue('www.example.jp')
    await wrapper.find('form').trigger('submit')
    expect(wrapper.text()).toContain('https:// から入力してください')
    expect(desk.inputs('settings.save-contacts')).toEqual([])
    await wrapper.find('#contact-shopSystem-url').setValue('https://www.example.jp/')
    await wrapper.find('#contact-shopSystem-tel').setValue('03-0000-0000')
    button('お問い合わせ先を登録する').click()
    await wrapper.find('form').trigger('submit')
    await settle()
    expect(desk.inputs('settings.save-contacts')[0]?.shopSystem).toMatchObject({ tel: '03-0000-0000' })
    expect(wrapper.text()).toContain('お問い合わせ先を登録しました。')
  })
})

describe('the one list of commands', () => {
  it('leads to screens that exist, in the menu’s order of the guide', () => {
    for (const { route } of commands) if (route !== null) expect(router.hasRoute(route)).toBe(true)
    const order =
      '基本設定 商品管理 顧客管理 受注管理 集計 送料管理 コンテンツ管理 マネージング管理 システム設定'.split(' ')
    const titles = menuSections().map(({ title }) => title)
    expect(titles).toEqual(order.filter((title) => titles.includes(title)))
    const shown = menuSections().flatMap(({ screens }) => screens)
    expect(shown).toHaveLength(commands.filter(({ section }) => section !== null).length)
  })

  it('gives no key twice in one place', () => {
    for (const place of new Set(commands.map(({ where }) => where))) {
      const here = commands.filter(({ where }) => where === place || where === '全画面').flatMap(({ keys }) => keys)
      expect(new Set(here).size).toBe(here.length)
    }
  })
})

it('the chart counts every order in exactly one group', () => {
  const day = fc.record({
    day: fc.integer({ min: 0, max: 29 }).map((back) => addDays('2026-11-23', -back)),
    status: fc.constantFrom(...settlementStatuses, null),
    orders: fc.nat(50),
    totalYen: fc.nat(),
  })
  fc.assert(
    fc.property(fc.array(day), (days) => {
      const shown = chartDays(days, '2026-11-23')
      expect(shown).toHaveLength(30)
      const sum = shown.reduce((all, one) => all + chartGroups.reduce((n, group) => n + one[group], 0), 0)
      expect(sum).toBe(days.reduce((all, one) => all + one.orders, 0))
    }),
  )
})
