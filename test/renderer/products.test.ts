import { afterEach, describe, expect, it } from 'vitest'
import ProductsPage from '../../src-renderer/pages/ProductsPage.vue'
import { newProductSchema, productChangeSchema, PRODUCTS_A_PAGE } from '../../src-shared/product.ts'
import { createFakeDesk, FakeRefusal, type Answers } from '../support/fake-bridge.ts'
import { masterProducts } from '../support/fake-products.ts'
import { madePictures, pictureBytes, plainPng } from '../support/made-pictures.ts'
import { button, mountPages, settle } from './mount-window.ts'

const pages = { products: { path: '/products', page: ProductsPage } }

afterEach(() => {
  document.body.replaceChildren()
})

async function open(overrides: Partial<Answers> = {}) {
  const desk = createFakeDesk(overrides)
  const { wrapper } = await mountPages(desk, pages, '/products')
  return { desk, wrapper }
}

const inDialog = (id: string): HTMLInputElement => {
  const found = document.querySelector<HTMLInputElement>(`#${id}`)
  if (!found) throw new Error(`no field ${id}`)
  return found
}
async function type(id: string, text: string): Promise<void> {
  const field = inDialog(id)
  field.value = text
  field.dispatchEvent(new Event('input'))
  await settle()
}
const dialogText = () => document.querySelector('.dialog')?.textContent ?? ''
const submit = async () => {
  document.querySelector('#product-form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  await settle()
}
const press = async (key: string) => {
  window.dispatchEvent(new KeyboardEvent('keydown', { key }))
  await settle()
}
async function choose(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<void> {
  const field = document.querySelector<HTMLInputElement>('.dialog input[type=file]')
  Object.defineProperty(field, 'files', { value: [new File([bytes], name)], configurable: true })
  field?.dispatchEvent(new Event('change'))
  await settle()
}

describe('the list', () => {
  it('shows what is known of each product, and says what is not', async () => {
    const { wrapper } = await open()
    const rows = wrapper.findAll('tbody tr').map((row) => row.text().replace(/\s+/g, ' '))
    expect(rows[0]).toContain('123456商品A')
    expect(rows[0]).toContain('5,250円(税込)10%管理しない2026/11/01')
    expect(rows[1]).toContain('tea-1煎茶100g1,080円(税込)8%122026/11/01')
    expect(wrapper.findAll('tbody img')).toHaveLength(0)
  })

  it('shows pictures as addresses that hold them, asked for once', async () => {
    const pictured = masterProducts.map((product, index) => ({ ...product, pictureAt: index === 0 ? 5 : null }))
    const { desk, wrapper } = await open({
      'products.page': () => ({ rows: pictured, count: 2 }),
      'products.pictures': ({ ids }) =>
        ids.map((id) => ({ id, pictureAt: 5, mediaType: 'image/webp', base64: madePictures.webp })),
    })
    const images = wrapper.findAll('tbody img')
    expect(images.map((image) => image.attributes('src'))).toEqual([`data:image/webp;base64,${madePictures.webp}`])
    expect(images[0]?.attributes('alt')).toBe('')
    desk.emit('orders.changed', { ids: [] })
    await settle()
    expect(desk.inputs('products.pictures')).toEqual([{ ids: [1] }])
    // Bytes that no browser can show leave the sign for no picture.
    await images[0]?.trigger('error')
    expect(wrapper.findAll('tbody img')).toHaveLength(0)
  })

  it('is searched, narrowed down and sorted by the core', async () => {
    const { desk, wrapper } = await open()
    await wrapper.find('input[type=search]').setValue('煎茶')
    await new Promise((resolve) => setTimeout(resolve, 250))
    await settle()
    expect(desk.inputs('products.page').at(-1)).toEqual({ text: '煎茶', kind: 'all', sort: 'ordered', page: 0 })
    await wrapper.find('select[aria-label="在庫"]').setValue('out')
    await wrapper.find('select[aria-label="表示順"]').setValue('stock')
    expect(desk.inputs('products.page').at(-1)).toMatchObject({ kind: 'out', sort: 'stock' })
  })

  it('goes to its last page when it became shorter than the page that is open', async () => {
    let count = 2 * PRODUCTS_A_PAGE + 1
    const { desk, wrapper } = await open({
      'products.page': ({ page }) => ({ rows: page * PRODUCTS_A_PAGE < count ? masterProducts : [], count }),
    })
    await press(']')
    await press(']')
    expect(desk.inputs('products.page').at(-1)).toMatchObject({ page: 2 })
    count -= 1
    desk.emit('orders.changed', { ids: [] })
    await settle()
    expect(desk.inputs('products.page').at(-1)).toMatchObject({ page: 1 })
    expect(wrapper.findAll('tbody tr')).toHaveLength(2)
    expect(wrapper.text()).toMatch(/2\s*\/\s*2\s*ページ/)
    count = 0
    await press(']')
    expect(desk.inputs('products.page').at(-1)).toMatchObject({ page: 0 })
    expect(wrapper.text()).toContain('まだ商品がありません。')
  })

  it('shows the ledger of the row with the focus by key, with what was said as text', async () => {
    const { wrapper } = await open()
    await press('j')
    expect(document.activeElement?.getAttribute('data-id')).toBe('1')
    await press('j')
    await press('h')
    expect(dialogText()).toContain('在庫の履歴 煎茶/100g')
    expect(dialogText()).toContain('数え直し（棚卸し <b>）')
    expect(dialogText()).toMatch(/-2\s*12/)
    expect(wrapper.find('b').exists()).toBe(false)
  })
})

describe('a product that is changed', () => {
  it('sends what was typed beside what was seen, and only that', async () => {
    const { desk, wrapper } = await open()
    await wrapper.findAll('tbody tr')[1]?.trigger('click')
    await settle()
    expect(inDialog('product-stock').value).toBe('12')
    await type('product-price', '１，２００')
    await type('product-stock', '')
    await submit()
    const [sent] = desk.inputs('products.change')
    expect(productChangeSchema.parse(sent)).toEqual({
      id: 2,
      seen: { name: '煎茶', class1: '100g', class2: '', unitPriceYen: 1080, taxIncluded: true, taxRatePercent: 8 },
      fields: { name: '煎茶', class1: '100g', class2: '', unitPriceYen: 1200, taxIncluded: true, taxRatePercent: 8 },
      stock: { seen: 12, to: null, note: '' },
    })
    expect(wrapper.text()).toContain('商品 tea-1 を登録しました。')
    expect(wrapper.text()).toContain('1,200円')
  })

  it('says in words what is wrong, and sends nothing', async () => {
    const { desk, wrapper } = await open()
    await wrapper.findAll('tbody tr')[0]?.trigger('click')
    await settle()
    await type('product-name', ' ')
    await type('product-price', '-5')
    await type('product-stock', '十')
    await submit()
    expect(dialogText()).toContain('商品名を入力してください。')
    expect(dialogText()).toContain('単価は0～99,999,999の数字で入力してください。')
    expect(dialogText()).toContain('在庫数は0～999,999,999の数字で')
    expect(dialogText()).toContain('直すところが3件あります')
    expect(desk.inputs('products.change')).toEqual([])
    expect(inDialog('product-price').value).toBe('-5')
  })

  it('that somebody else changed meanwhile keeps what was typed, over what is there now', async () => {
    const now = { ...masterProducts[1]!, name: '煎茶 新', unitPriceYen: 2000, stock: 3 }
    let refuse = true
    const { desk, wrapper } = await open({
      'products.change': ({ fields }) => {
        if (refuse) throw new FakeRefusal('product.changed-meanwhile', { name: '煎茶', field: '商品名' })
        return { ...now, ...fields }
      },
      'products.open': () => now,
    })
    await wrapper.findAll('tbody tr')[1]?.trigger('click')
    await settle()
    await type('product-price', '1500')
    await submit()
    expect(dialogText()).toContain('「煎茶」の商品名は、開いている間にほかで変更されました。')
    refuse = false
    button('読み直す').click()
    await settle()
    expect(inDialog('product-name').value).toBe('煎茶 新')
    expect(inDialog('product-stock').value).toBe('3')
    expect(inDialog('product-price').value).toBe('1500')
    await submit()
    expect(desk.inputs('products.change').at(-1)).toMatchObject({
      seen: { name: '煎茶 新', unitPriceYen: 2000 },
      fields: { name: '煎茶 新', unitPriceYen: 1500 },
    })
    expect(desk.inputs('products.change').at(-1)).not.toHaveProperty('stock')
  })
})

describe('a product that is added', () => {
  it('by key, with the shop’s own way of pricing', async () => {
    const { desk } = await open()
    await press('a')
    await type('product-code', ' new-1 ')
    await type('product-name', '<img src=x> =SUM(1)')
    await type('product-price', '300')
    await submit()
    expect(newProductSchema.parse(desk.inputs('products.add')[0])).toEqual({
      ...{ productCode: 'new-1', name: '<img src=x> =SUM(1)', class1: '', class2: '' },
      ...{ unitPriceYen: 300, taxIncluded: true, taxRatePercent: 10, stock: null, picture: null },
    })
  })

  it('under a code that is taken is told by which product, and nothing typed is lost', async () => {
    await open({
      'products.add': () => {
        throw new FakeRefusal('product.code-taken', { productCode: 'tea-1', name: '煎茶' })
      },
    })
    button('商品を登録する').click()
    await settle()
    await type('product-code', 'tea-1')
    await type('product-name', '別の茶')
    await type('product-price', '300')
    await submit()
    expect(dialogText()).toContain('商品コード「tea-1」は、「煎茶」ですでに使われています。')
    expect(inDialog('product-name').value).toBe('別の茶')
  })
})

describe('a file that is chosen for a picture', () => {
  it.each([
    ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'), 'SVGの図は'],
    ['a text with a picture’s name', Buffer.from('これは画像ではありません'), '画像として読めないファイルです'],
    ['a picture that was cut short', pictureBytes('jpeg').slice(0, 300), '画像が壊れているか、途中で切れています'],
    ['one side that is too long', plainPng(12_001, 10), '1辺は12,000ピクセルまで'],
    ['too many pixels on shorter sides', plainPng(8_000, 7_000), '縦×横は5,000万画素まで'],
  ])('%s is refused before it is shown or sent', async (_what, bytes, words) => {
    const { desk, wrapper } = await open()
    await wrapper.findAll('tbody tr')[0]?.trigger('click')
    await settle()
    await choose(new Uint8Array(bytes), 'photo.png')
    expect(dialogText()).toContain(words)
    expect(document.querySelector('.dialog img')).toBeNull()
    expect(desk.sent.some(({ name }) => name === 'products.change')).toBe(false)
  })
})
