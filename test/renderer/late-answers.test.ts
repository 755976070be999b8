import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import MemberPointsPage from '../../src-renderer/pages/MemberPointsPage.vue'
import ProductsPage from '../../src-renderer/pages/ProductsPage.vue'
import type { MemberRow } from '../../src-shared/member.ts'
import type { MasterProduct } from '../../src-shared/product.ts'
import { createFakeDesk, FakeRefusal, type Answers } from '../support/fake-bridge.ts'
import { masterProducts, members } from '../support/fake-products.ts'
import { madePictures, pictureBytes } from '../support/made-pictures.ts'
import { button, mountPages, settle } from './mount-window.ts'

const pages = {
  'member-points': { path: '/members/points', page: MemberPointsPage },
  products: { path: '/products', page: ProductsPage },
}

afterEach(() => {
  document.body.replaceChildren()
})

/** An answer that comes when the test says so. */
function later<T>(): { readonly promise: Promise<T>; readonly come: (value: T) => Promise<void> } {
  let resolve: (value: T) => void
  const promise = new Promise<T>((settled) => {
    resolve = settled
  })
  return {
    promise,
    async come(value) {
      resolve(value)
      await settle()
    },
  }
}

const dialogText = () => document.querySelector('.dialog')?.textContent ?? ''
const inDialog = (id: string): HTMLInputElement => {
  const found = document.querySelector<HTMLInputElement>(`.dialog #${id}`)
  if (!found) throw new Error(`no field ${id}`)
  return found
}
async function type(id: string, text: string): Promise<void> {
  inDialog(id).value = text
  inDialog(id).dispatchEvent(new Event('input'))
  await settle()
}
async function submit(form: string): Promise<void> {
  document.querySelector(`#${form}`)?.dispatchEvent(new Event('submit', { cancelable: true }))
  await settle()
}
async function press(words: string): Promise<void> {
  button(words).click()
  await settle()
}
/** Esc where the focus is, and time for a dialog to go. */
async function escape(): Promise<void> {
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
  await settle()
}

describe('a balance that is corrected', () => {
  async function open(overrides: Partial<Answers>) {
    const desk = createFakeDesk(overrides)
    const { wrapper } = await mountPages(desk, pages, '/members/points')
    const correct = async (row: number) => {
      await wrapper.findAll('tbody tr')[row]?.find('button:last-child').trigger('click')
      await settle()
    }
    return { desk, correct }
  }
  const refusing = (answer: Promise<MemberRow>): Partial<Answers> => ({
    'members.correct': () => {
      throw new FakeRefusal('points.changed-meanwhile', { name: '髙﨑 一郎' })
    },
    'members.open': () => answer,
  })
  async function refused(correct: (row: number) => Promise<void>): Promise<void> {
    await correct(0)
    await type('point-balance', '200')
    await type('point-note', 'お詫び')
    await submit('point-form')
  }

  it('takes no late 読み直す of another member', async () => {
    const answer = later<MemberRow>()
    const { desk, correct } = await open(refusing(answer.promise))
    await refused(correct)
    await press('読み直す')
    await press('やめる')
    await correct(1)
    await answer.come({ ...members[0]!, points: 90 })
    expect(dialogText()).toContain('会員ID 101 山田 花子 様')
    await type('point-balance', '5')
    await type('point-note', '電話')
    await submit('point-form')
    expect(desk.inputs('members.correct').at(-1)).toEqual({ id: 2, seen: null, to: 5, note: '電話' })
  })

  it('stays closed when 読み直す is answered late', async () => {
    const answer = later<MemberRow>()
    const { correct } = await open(refusing(answer.promise))
    await refused(correct)
    await press('読み直す')
    await press('やめる')
    await answer.come({ ...members[0]!, points: 90 })
    expect(document.querySelector('.dialog #point-balance')).toBeNull()
  })

  it('is not lost by Esc once something is typed, and closes before', async () => {
    const { correct } = await open({})
    await correct(0)
    await escape()
    expect(document.querySelector('.dialog #point-balance')).toBeNull()
    await correct(0)
    await type('point-note', 'お詫び')
    await escape()
    expect(inDialog('point-note').value).toBe('お詫び')
  })
})

async function openProducts(overrides: Partial<Answers> = {}) {
  const desk = createFakeDesk(overrides)
  const { wrapper } = await mountPages(desk, pages, '/products')
  const edit = async (row: number) => {
    await wrapper.findAll('tbody tr')[row]?.trigger('click')
    await settle()
  }
  return { desk, wrapper, edit }
}

describe('a product that is changed', () => {
  it.each([
    ['stays closed', null],
    ['takes no answer of another product', 0],
  ])('%s when 読み直す is answered late', async (_what, next) => {
    const answer = later<MasterProduct>()
    const { edit } = await openProducts({
      'products.change': () => {
        throw new FakeRefusal('product.changed-meanwhile', { name: '煎茶', field: '商品名' })
      },
      'products.open': () => answer.promise,
    })
    await edit(1)
    await type('product-price', '1500')
    await submit('product-form')
    await press('読み直す')
    await press('やめる')
    if (next !== null) await edit(next)
    await answer.come({ ...masterProducts[1]!, name: '煎茶 新' })
    if (next === null) expect(document.querySelector('#product-form')).toBeNull()
    else {
      expect(dialogText()).toContain('商品の変更 123456')
      expect(inDialog('product-name').value).toBe('商品A')
    }
  })
})

describe('a picture that is still being shrunk', () => {
  /** Decoding and painting are the browser's; happy-dom has neither. Each chosen file waits here for its turn. */
  let decoding: ReturnType<typeof later<ImageBitmap | null>>[] = []
  beforeEach(() => {
    decoding = []
    vi.stubGlobal('createImageBitmap', async () => {
      const one = later<ImageBitmap | null>()
      decoding.push(one)
      const bitmap = await one.promise
      if (bitmap === null) throw new Error('broken')
      return bitmap
    })
    const canvas = HTMLCanvasElement.prototype
    vi.spyOn(canvas, 'getContext').mockImplementation((() => ({ drawImage: () => undefined })) as never)
    vi.spyOn(canvas, 'toBlob').mockImplementation((take) => {
      take(new Blob([pictureBytes('webp')]))
    })
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })
  const bitmap: ImageBitmap = { width: 24, height: 16, close: () => undefined }
  async function choose(): Promise<void> {
    const field = document.querySelector<HTMLInputElement>('.dialog input[type=file]')
    Object.defineProperty(field, 'files', { value: [new File([pictureBytes('jpeg')], 'a.jpg')], configurable: true })
    field?.dispatchEvent(new Event('change'))
    await settle()
  }
  async function typeNew(code: string): Promise<void> {
    await press('商品を登録する')
    await type('product-code', code)
    await type('product-name', '茶')
    await type('product-price', '300')
  }

  it('is waited for by saving', async () => {
    const { desk, wrapper, edit } = await openProducts()
    await edit(0)
    await choose()
    expect(dialogText()).toContain('画像を縮小中…')
    await submit('product-form')
    expect(desk.inputs('products.change')).toEqual([])
    await decoding[0]?.come(bitmap)
    expect(desk.inputs('products.change')).toMatchObject([{ id: 1, picture: { base64: madePictures.webp } }])
    expect(wrapper.text()).toContain('商品 123456 を登録しました。')
  })

  it('and turns out broken saves nothing and says so', async () => {
    const { desk, edit } = await openProducts()
    await edit(0)
    await type('product-price', '1500')
    await choose()
    await submit('product-form')
    await decoding[0]?.come(null)
    expect(desk.inputs('products.change')).toEqual([])
    expect(dialogText()).toContain('画像が壊れているか、途中で切れています')
    // Nothing is in the way of saving without it.
    await submit('product-form')
    expect(desk.inputs('products.change')).toMatchObject([{ id: 1, fields: { unitPriceYen: 1500 } }])
    expect(desk.inputs('products.change')[0]).not.toHaveProperty('picture')
  })

  it.each([
    ['picture', bitmap],
    ['failure', null],
  ])('for a form that was left brings its %s into no other', async (_what, result) => {
    const { desk } = await openProducts()
    await typeNew('new-1')
    await choose()
    await press('やめる')
    await typeNew('new-2')
    await decoding[0]?.come(result)
    expect(document.querySelector('.dialog img')).toBeNull()
    expect(dialogText()).not.toContain('壊れて')
    await submit('product-form')
    expect(desk.inputs('products.add')).toMatchObject([{ productCode: 'new-2', picture: null }])
  })

  it('is not taken after 画像を外す, nor over one that was chosen later', async () => {
    const { desk, edit } = await openProducts()
    await edit(0)
    await choose()
    await choose()
    await decoding[1]?.come(bitmap)
    await press('画像を外す')
    await choose()
    await press('画像を外す')
    await decoding[0]?.come(null)
    await decoding[2]?.come(bitmap)
    expect(dialogText()).not.toContain('壊れて')
    expect(document.querySelector('.dialog img')).toBeNull()
    await submit('product-form')
    expect(desk.inputs('products.change')).toMatchObject([{ id: 1, picture: null }])
  })

  it('keeps a form open against Esc', async () => {
    const { edit } = await openProducts()
    await edit(0)
    await choose()
    await escape()
    expect(inDialog('product-name').value).toBe('商品A')
  })
})
