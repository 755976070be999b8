import { afterEach, describe, expect, it } from 'vitest'
import MemberImportPage from '../../src-renderer/pages/MemberImportPage.vue'
import MemberPointsPage from '../../src-renderer/pages/MemberPointsPage.vue'
import { pointCorrectionSchema } from '../../src-shared/member.ts'
import { createFakeDesk, FakeRefusal, type Answers } from '../support/fake-bridge.ts'
import { goodsAnswers, memberPlan, members } from '../support/fake-products.ts'
import { button, mountPages, settle } from './mount-window.ts'

const pages = {
  'member-points': { path: '/members/points', page: MemberPointsPage },
  'member-import': { path: '/members/import', page: MemberImportPage },
}

afterEach(() => {
  document.body.replaceChildren()
})

async function open(path: string, overrides: Partial<Answers> = {}) {
  const desk = createFakeDesk(overrides)
  const { wrapper } = await mountPages(desk, pages, path)
  return { desk, wrapper }
}

const dialogText = () => document.querySelector('.dialog')?.textContent ?? ''
const press = async (key: string) => {
  window.dispatchEvent(new KeyboardEvent('keydown', { key }))
  await settle()
}
async function type(id: string, text: string): Promise<void> {
  const field = document.querySelector<HTMLInputElement>(`#${id}`)
  if (!field) throw new Error(`no field ${id}`)
  field.value = text
  field.dispatchEvent(new Event('input'))
  await settle()
}
const submit = async () => {
  document.querySelector('#point-form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  await settle()
}

describe('会員ポイント', () => {
  it('shows balances, says where none is known, and opens the ledger with its orders', async () => {
    const { wrapper } = await open('/members/points')
    const rows = wrapper.findAll('tbody tr').map((row) => row.text())
    expect(rows[0]).toContain('100髙﨑 一郎タカサキ イチロウ120 pt')
    expect(rows[1]).toContain('101山田 花子ヤマダ ハナコ不明なし')
    await wrapper.findAll('tbody tr')[0]?.trigger('click')
    await settle()
    expect(dialogText()).toContain('ポイントの履歴 会員ID 100 髙﨑 一郎 様')
    expect(dialogText()).toContain('受注登録')
    expect(document.querySelector('.dialog a')?.textContent.trim()).toBe('55')
  })

  it('offers no way to an order that was deleted', async () => {
    const { wrapper } = await open('/members/points', {
      'members.ledger': (range) => {
        const found = goodsAnswers['members.ledger'](range)
        return { ...found, lines: found.lines.map((line) => ({ ...line, isOrderDeleted: line.orderId !== null })) }
      },
    })
    await wrapper.findAll('tbody tr')[0]?.trigger('click')
    await settle()
    expect(dialogText()).toMatch(/55\s*削除した受注/)
    expect(document.querySelector('.dialog a')).toBeNull()
  })

  it('puts a balance right with a reason, by keys', async () => {
    const { desk, wrapper } = await open('/members/points')
    await press('j')
    await press('c')
    expect(dialogText()).toContain('会員ID 100 髙﨑 一郎 様')
    await submit()
    expect(dialogText()).toContain('残高が変わっていません。')
    expect(dialogText()).toContain('訂正の理由を入力してください。')
    await type('point-balance', '１，０００')
    await type('point-note', 'お詫び')
    await submit()
    expect(pointCorrectionSchema.parse(desk.inputs('members.correct')[0])).toEqual({
      id: 1,
      seen: 120,
      to: 1000,
      note: 'お詫び',
    })
    expect(wrapper.text()).toContain('髙﨑 一郎 様の残高を訂正しました。')
  })

  it('tells of a balance that moved meanwhile, and keeps what was typed', async () => {
    let refuse = true
    const { desk, wrapper } = await open('/members/points', {
      'members.correct': ({ to }) => {
        if (refuse) throw new FakeRefusal('points.changed-meanwhile', { name: '髙﨑 一郎' })
        return { ...members[0]!, points: to }
      },
      'members.open': () => ({ ...members[0]!, points: 90 }),
    })
    await wrapper.find('tbody tr button:last-child').trigger('click')
    await settle()
    await type('point-balance', '200')
    await type('point-note', 'お詫び')
    await submit()
    expect(dialogText()).toContain('髙﨑 一郎 様のポイントは、開いている間にほかで動きました。')
    refuse = false
    button('読み直す').click()
    await settle()
    expect(dialogText()).toContain('90 pt')
    await submit()
    expect(desk.inputs('members.correct').at(-1)).toEqual({ id: 1, seen: 90, to: 200, note: 'お詫び' })
  })
})

describe('会員取込', () => {
  async function chosen(overrides: Partial<Answers> = {}) {
    const opened = await open('/members/import', overrides)
    const field = opened.wrapper.find('input[type=file]')
    Object.defineProperty(field.element, 'files', { value: [new File(['a'], 'customer.csv')], configurable: true })
    await field.trigger('change')
    await settle()
    return opened
  }

  it('shows new members, balances from desk to file, and problems by line, all as text', async () => {
    const { wrapper } = await chosen()
    const text = wrapper.text().replace(/\s+/g, ' ')
    expect(text).toContain('EC-CUBE 2系 会員CSV ／ Shift_JIS（CP932）')
    expect(text).toContain('新しい会員 1件')
    expect(text).toContain('FAX1（この項目は今の内容のまま残ります）')
    expect(text).toContain('変わるポイント残高 2件')
    expect(text).toMatch(/100髙﨑 一郎120 pt\s?80 pt/)
    expect(text).toMatch(/102=SUM\(1\) <img>不明\s?26 pt/)
    expect(text).toContain('4エラー103ポイント残高十数字ではありません半角の数字に直してください')
    expect(wrapper.find('img').exists()).toBe(false)
  })

  it('takes nothing while rows with problems are not left out, then exactly what was shown', async () => {
    const { desk, wrapper } = await chosen()
    expect(button('この内容で取り込む').disabled).toBe(true)
    await wrapper.find('input[type=checkbox]').setValue(true)
    button('この内容で取り込む').click()
    await settle()
    expect(desk.inputs('members.apply-import')).toEqual([
      { fileId: '0'.repeat(32), digest: 'd1', withoutRefused: true },
    ])
    expect(wrapper.text()).toContain('変わったポイント残高')
  })

  it('of another file says which file is meant', async () => {
    const { wrapper } = await chosen({
      'members.preview-import': () => {
        throw new FakeRefusal('import.unknown-layout', { of: 'member' })
      },
    })
    expect(wrapper.text()).toContain('EC-CUBE の会員CSVとして読めませんでした。')
  })

  it('looks again by itself when balances moved since', async () => {
    let first = true
    const { desk, wrapper } = await chosen({
      'members.preview-import': () => ({ ...memberPlan, refused: 0, digest: first ? 'd1' : 'd2' }),
      'members.apply-import': ({ digest }) => {
        if (digest === 'd1') {
          first = false
          throw new FakeRefusal('import.changed-since-preview', { of: 'member' })
        }
        return { added: 1, changed: 1, same: 0, refused: 0, balances: 2 }
      },
    })
    button('この内容で取り込む').click()
    await settle()
    expect(wrapper.text()).toContain('確認したあとで、ファイルまたは会員が変わりました。')
    button('この内容で取り込む').click()
    await settle()
    expect(desk.inputs('members.apply-import').map(({ digest }) => digest)).toEqual(['d1', 'd2'])
    expect(wrapper.text()).toContain('取込の結果')
  })
})
