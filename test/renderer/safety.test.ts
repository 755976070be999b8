import { afterEach, describe, expect, it } from 'vitest'
import { h } from 'vue'
import DataPage from '../../src-renderer/pages/DataPage.vue'
import SafetyBanner from '../../src-renderer/parts/SafetyBanner.vue'
import { useDesk } from '../../src-renderer/stores/desk.ts'
import { createFakeDesk, deskState } from '../support/fake-bridge.ts'
import { soundRecords } from '../support/sample-records.ts'
import { button, mountPages, settle } from './mount-window.ts'

afterEach(() => {
  document.body.replaceChildren()
})

describe('記録の検査', () => {
  const pages = { data: { path: '/data', page: DataPage } }

  it('shows each kind of record with what was found', async () => {
    const found = {
      ...soundRecords,
      sound: false,
      historyBrokenAt: 12,
      witness: { ...soundRecords.witness, brokenAt: 'journal-202611.jsonl:7' },
      rows: { orderNos: ['55'], trades: ['56'], operations: 2 },
      counts: { stocks: 3, balances: 1 },
    }
    const desk = createFakeDesk({ 'records.check': () => found })
    const { wrapper } = await mountPages(desk, pages, '/data')
    await useDesk().refresh()
    await settle()
    button('記録を検査する').click()
    await settle()
    for (const text of [
      '異常があります',
      '12 番目',
      'journal-202611.jsonl:7 行目',
      '受注 55',
      '受注 56 の決済',
      '2件',
      '在庫 3商品、ポイント 1会員が、増減の記録と合いません',
    ]) {
      expect(wrapper.text()).toContain(text)
    }
    expect(desk.inputs('records.renew-witness')).toEqual([])
  })

  it('offers to begin the witness anew only when it is damaged', async () => {
    const damage = { ...deskState.damage, witness: true }
    const desk = createFakeDesk({ 'desk.state': () => ({ ...deskState, damage }) })
    await mountPages(desk, pages, '/data')
    await useDesk().refresh()
    await settle()
    button('控え記録を作り直す').click()
    await settle()
    expect(desk.inputs('records.renew-witness')).toEqual([{}])
  })

  it('puts a copy back only after asking', async () => {
    const desk = createFakeDesk({
      'startup.restore': () => {
        throw new Error('not reached before the question is answered')
      },
    })
    await mountPages(desk, pages, '/data')
    await useDesk().refresh()
    await settle()
    button('この控えに戻す').click()
    await settle()
    expect(document.body.textContent).toContain('この控えに戻しますか')
    expect(desk.inputs('startup.restore')).toEqual([])
    button('やめる').click()
    await settle()
    expect(desk.inputs('startup.restore')).toEqual([])
  })
})

describe('the frame’s warnings', () => {
  const shown = async (more: Partial<typeof deskState>) => {
    const banner = {
      render: () => h(SafetyBanner, { state: { ...deskState, ...more }, busy: false, reconciled: null }),
    }
    const { wrapper } = await mountPages(createFakeDesk(), { data: { path: '/data', page: banner } }, '/data')
    return wrapper.text()
  }

  it('says how many trades wait after a restore', async () => {
    expect(await shown({ reconcile: 3 })).toContain('復元後の照合が必要です 3件')
  })

  it.each([
    [90, '90秒進んで'],
    [-660, '約11分遅れて'],
  ])('says which way the clock is wrong (%d s)', async (clockSkewSeconds, text) => {
    expect(await shown({ clockSkewSeconds })).toContain(text)
  })

  it('names damaged orders, the first five', async () => {
    const text = await shown({
      damage: { orderNos: ['1', '2', '3', '4', '5', '6', '7'], journal: false, witness: false },
    })
    expect(text).toContain('注文 1、2、3、4、5 ほか2件 の記録が壊れています')
  })

  it('says nothing of a clock that is right', async () => {
    expect(await shown({ clockSkewSeconds: 60 })).toBe('')
  })
})
