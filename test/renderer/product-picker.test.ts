import { afterEach, describe, expect, it } from 'vitest'
import OrderEditPage from '../../src-renderer/pages/OrderEditPage.vue'
import OrderNewPage from '../../src-renderer/pages/OrderNewPage.vue'
import type { KnownProduct } from '../../src-shared/product.ts'
import { createFakeDesk, type Answers } from '../support/fake-bridge.ts'
import { madePictures } from '../support/made-pictures.ts'
import { sampleOrder } from '../support/sample-orders.ts'
import { button, mountPages, settle } from './mount-window.ts'

const pages = {
  'order-new': { path: '/orders/new', page: OrderNewPage },
  order: { path: '/orders/:id', page: OrderEditPage },
}

afterEach(() => {
  document.body.replaceChildren()
})

const towel = (id: number, productCode: string, class1: string, class2: string, yen: number): KnownProduct => ({
  ...{ id, productCode, name: '手ぬぐい', class1, class2, unitPriceYen: yen, taxIncluded: true, taxRatePercent: 10 },
  ...{ seenOn: '2026-11-01', stock: id === 12 ? 0 : null, pictureAt: id === 11 ? 5 : null },
})
const products: readonly KnownProduct[] = [
  towel(11, 'N-1', '大', '青海波', 1100),
  towel(12, 'N-2', '大', '麻の葉', 1200),
  towel(13, 'N-3', '小', '', 700),
  { ...towel(14, 'X-1', '', '', 300), name: '<b>のし</b>' },
]

async function open(path: string, answers: Partial<Answers> = {}) {
  const order = sampleOrder(55)
  const [line] = order.lines
  const towels = { ...line!, productCode: 'N-1', name: '手ぬぐい', class1: '大', class2: '青海波', quantity: 3 }
  const desk = createFakeDesk(
    {
      'products.find': () => products,
      'products.of-codes': ({ codes }) => (codes.includes('N-1') ? products.slice(0, 3) : []),
      'products.pictures': ({ ids }) =>
        ids.map((id) => ({ id, pictureAt: 5, mediaType: 'image/webp', base64: madePictures.webp })),
      ...answers,
    },
    [{ ...order, lines: [towels, ...order.lines.filter(({ kind }) => kind !== 'product')] }],
  )
  const { wrapper } = await mountPages(desk, pages, path)
  const picker = wrapper.find<HTMLInputElement>('input[role=combobox][placeholder^="商品コード"]')
  const options = () => wrapper.findAll('[role=listbox] li').map((option) => option.text().replace(/\s+/g, ' '))
  const search = async (text: string) => {
    await picker.setValue(text)
    await settle()
  }
  const key = (name: string, more: object = {}) => picker.trigger('keydown', { key: name, ...more })
  const line1 = (label: string) => wrapper.find<HTMLInputElement>(`[aria-label="1行目 ${label}"]`)
  return { desk, wrapper, options, search, key, line1 }
}

describe('choosing a product', () => {
  it('first the product, then its 規格, with keys alone', async () => {
    const { wrapper, options, search, key, line1 } = await open('/orders/new')
    await search('て')
    expect(options()).toEqual(['3種類手ぬぐい規格を選ぶ ›700円～1,200円', 'X-1<b>のし</b>300円(税込)'])
    expect(wrapper.find('[role=listbox] img').attributes('src')).toContain('data:image/webp;base64,')
    await key('Enter')
    expect(options()).toEqual(['N-1大/青海波1,100円(税込)', 'N-2大/麻の葉在庫 01,200円(税込)', 'N-3小700円(税込)'])
    expect(wrapper.findAll('[role=listbox]').at(-1)?.attributes('aria-label')).toBe('手ぬぐいの規格')
    await key('Escape')
    expect(options()).toHaveLength(2)
    await key('Enter')
    await key('ArrowDown')
    await key('Enter')
    expect(options()).toEqual([])
    expect(line1('単価').element.value).toBe('1200')
    expect(wrapper.text()).toContain('手ぬぐい/大/麻の葉')
  })

  it('a code typed in full means that one', async () => {
    const { wrapper, options, search, key } = await open('/orders/new')
    await search('ｎ-3')
    expect(options()[0]).toBe('N-3手ぬぐい/小700円(税込)')
    await key('Enter')
    expect(wrapper.text()).toContain('手ぬぐい/小/（なし）')
  })

  it('typing on begins with the products again, and markup stays text', async () => {
    const { wrapper, options, search, key } = await open('/orders/new')
    await search('て')
    await key('Enter')
    await search('てぬ')
    expect(options()).toHaveLength(2)
    expect(wrapper.find('[role=listbox] b').exists()).toBe(false)
  })
})

describe('keys while the list is of an older text', () => {
  const [kettle, dish] = [
    { ...towel(21, 'A-10', '', '', 4800), name: '急須' },
    { ...towel(22, 'B-20', '', '', 900), name: '小皿' },
  ]
  /** The answers about 小皿 come when the test lets them. */
  async function openSlow() {
    const waiting: (() => void)[] = []
    const opened = await open('/orders/new', {
      'products.find': ({ text }) =>
        text === '急須' ? [kettle] : new Promise((resolve) => waiting.push(() => resolve([dish]))),
    })
    await opened.search('急須')
    await opened.search('B-20')
    const answer = async () => {
      for (const give of waiting.splice(0)) give()
      await settle()
    }
    const names = () => opened.wrapper.findAll('.line').map((line) => line.text())
    return { ...opened, answer, names }
  }

  it('Enter waits for the answer to what is typed, and picks once', async () => {
    const { names, answer, key } = await openSlow()
    await key('ArrowDown')
    await key('Enter')
    await key('Enter')
    expect(names()).toEqual([])
    await answer()
    expect(names()).toHaveLength(1)
    expect(names()[0]).toContain('小皿')
  })

  it('Enter is forgotten when the text changes, with Esc and when the field is left', async () => {
    for (const change of ['type', 'Escape', 'blur'] as const) {
      const { wrapper, names, answer, key, search } = await openSlow()
      await key('Enter')
      if (change === 'type') await search('B-2')
      else if (change === 'Escape') await key('Escape')
      else await wrapper.find('[placeholder^="商品コード"]').trigger('blur')
      await answer()
      expect(names()).toEqual([])
      wrapper.unmount()
      document.body.replaceChildren()
    }
  })

  it('the keys of a kana conversion pick, move and close nothing', async () => {
    const { wrapper, options, key, search } = await open('/orders/new', { 'products.find': () => [kettle, dish] })
    const names = () => wrapper.findAll('.line')
    await search('急須')
    const marked = () => wrapper.findAll('[role=option]').findIndex((row) => row.attributes('aria-selected') === 'true')
    for (const name of ['Enter', 'ArrowDown', 'ArrowUp', 'Escape']) {
      await key(name, { isComposing: true })
      expect(names()).toEqual([])
      expect(options()).toHaveLength(2)
      expect(marked()).toBe(0)
    }
    await key('Enter')
    expect(names()).toHaveLength(1)
  })
})

describe('a line of an order', () => {
  it('has the picture of its product, and a sign where there is none', async () => {
    const { wrapper } = await open('/orders/55')
    const cells = wrapper.findAll('.line .picture')
    expect(cells[0]?.find('img').attributes('src')).toBe(`data:image/webp;base64,${madePictures.webp}`)
    button('空の行を追加').click()
    await settle()
    expect(wrapper.findAll('.line .picture')[1]?.find('svg').exists()).toBe(true)
  })

  it('becomes another variant of its product, with that one’s code, price and 規格, and as many as before', async () => {
    const { desk, wrapper, line1 } = await open('/orders/55')
    await wrapper.find('[aria-label="1行目 手ぬぐいを変更"]').trigger('click')
    const choice = wrapper.find<HTMLSelectElement>('[aria-label="1行目 規格を選ぶ"]')
    expect(choice.findAll('option').map((option) => option.text())).toEqual([
      '大/青海波　1,100円',
      '大/麻の葉　1,200円　在庫0',
      '小　700円',
    ])
    await choice.setValue('N-2')
    expect(line1('数量').element.value).toBe('3')
    expect(line1('単価').element.value).toBe('1200')
    expect(line1('商品コード').element.value).toBe('N-2')
    button('この内容で登録する').click()
    await settle()
    expect(desk.inputs('orders.change')[0]?.changes.lines).toEqual([
      {
        ...{ productCode: 'N-2', name: '手ぬぐい', class1: '大', class2: '麻の葉' },
        ...{ unitPriceYen: 1200, taxIncluded: true, quantity: 3, taxRatePercent: 10 },
      },
    ])
  })
})
