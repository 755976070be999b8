import { sealAll } from '../../../src-main/db/seal.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createUploads } from '../../../src-main/files/uploads.ts'
import { createOrderImport, type OrderImport } from '../../../src-main/orders/order-import.ts'
import type { ImportPreview } from '../../../src-shared/order-import.ts'
import { openedShop, owner, type OpenedShop } from '../orders/opened-shop.ts'
import { expectedOrders, fixture } from './expected-file.ts'
import { ec2Row, ec4FeeRow, ec4Row, ec4ShippingRow, fileOf, type Row } from './made-files.ts'

let shop: OpenedShop
let imports: OrderImport
let put: (bytes: Buffer) => Promise<string>
let backups: { orders: number; reason: string }[]

beforeEach(async () => {
  shop = await openedShop()
  backups = []
  const uploads = createUploads({ dataDir: shop.dataDir })
  put = async (bytes) => {
    const { fileId } = await uploads.begin({ name: 'order.csv', sizeBytes: bytes.length })
    for (let offset = 0; offset < bytes.length; offset += 200_000) {
      await uploads.append({ fileId, offset, base64: bytes.subarray(offset, offset + 200_000).toString('base64') })
    }
    return fileId
  }
  imports = createOrderImport({
    orders: shop.orders,
    uploads,
    db: shop.db,
    backups: { make: async (reason) => backups.push({ reason, orders: await shop.orders.count({}) }) },
  })
})

afterEach(() => shop.close())

async function preview(bytes: Buffer): Promise<ImportPreview & { readonly fileId: string }> {
  const fileId = await put(bytes)
  return { ...(await imports.preview(fileId)), fileId }
}

async function taken(bytes: Buffer, withoutRefused = false) {
  const { fileId, digest } = await preview(bytes)
  return imports.apply(fileId, digest, withoutRefused, owner)
}

async function stored(orderNo: string) {
  const found = (await shop.orders.byOrderNos([orderNo])).get(orderNo)
  if (!found) throw new Error(`no order ${orderNo}`)
  return shop.orders.open(found.id)
}

const ec2 = (...rows: readonly Row[]) => fileOf(ec2Row, rows)
const counts = ({
  added,
  changed,
  same,
  refused,
}: Omit<ImportPreview, 'digest'> | Awaited<ReturnType<typeof taken>>) => ({
  added,
  changed,
  same,
  refused,
})

describe('a preview', () => {
  it('says what would happen and writes nothing', async () => {
    const result = await preview(fixture('ec2_order.cp932.csv'))
    expect(result).toMatchObject({
      layout: 'ec2-order',
      encoding: 'cp932',
      records: 20,
      orders: 20,
      added: 20,
      changed: 0,
      same: 0,
      refused: 0,
      missingColumns: [],
      ignoredColumns: ['配送業者ID', '配送情報ID'],
      problemCount: 0,
    })
    expect(result.sample).toHaveLength(10)
    expect(result.sample[0]).toEqual({ orderNo: '41', name: '髙﨑 一郎', totalYen: 55000, fate: 'added' })
    expect(await shop.orders.isEmpty()).toBe(true)
    expect(backups).toEqual([])
  })

  it('counts problems exactly and lists five hundred', async () => {
    const rows = Array.from({ length: 700 }, (_, index) => ({
      注文番号: String(index),
      対応状況: index < 600 ? '99' : '1',
    }))
    const result = await preview(ec2(...rows))
    expect(counts(result)).toEqual({ added: 100, changed: 0, same: 0, refused: 600 })
    expect([result.problems.length, result.problemCount, result.orders]).toEqual([500, 600, 700])
  })
})

describe('applying', () => {
  it.each(['ec2_order', 'ec4_order'])('brings in all of %s, and the same file again changes nothing', async (name) => {
    expect(counts(await taken(fixture(`${name}.cp932.csv`)))).toEqual({ added: 20, changed: 0, same: 0, refused: 0 })
    for (const [orderNo, expected] of expectedOrders()) {
      const order = await stored(orderNo)
      expect([order.orderer.familyName, order.money.paymentTotalYen]).toEqual([expected.name01, expected.payment_total])
    }
    const again = await preview(fixture(`${name}.utf8bom.csv`))
    expect(counts(again)).toEqual({ added: 0, changed: 0, same: 20, refused: 0 })
    await imports.apply(again.fileId, again.digest, false, owner)
    expect((await shop.orders.history((await stored('42')).id)).map(({ kind }) => kind)).toEqual(['order.imported'])
  })

  it('makes a backup first and forgets the file', async () => {
    const { fileId, digest } = await preview(ec2({}))
    await imports.apply(fileId, digest, false, owner)
    expect(backups).toEqual([{ reason: 'import', orders: 0 }])
    await expect(imports.apply(fileId, digest, false, owner)).rejects.toThrow('file.not-found')
  })

  it('is done although the file cannot be deleted afterwards', async () => {
    const made = createOrderImport({
      orders: shop.orders,
      uploads: { read: () => Promise.resolve(ec2({})), discard: () => Promise.reject(new Error('EBUSY')) },
      db: shop.db,
      backups: { make: () => Promise.resolve() },
    })
    const { digest } = await made.preview('x')
    expect(await made.apply('x', digest, false, owner)).toEqual({ added: 1, changed: 0, same: 0, refused: 0 })
    expect(await shop.orders.count({})).toBe(1)
  })

  it('updates orders by their number and writes what changed into the history', async () => {
    await taken(ec2({}, { 注文番号: '1002' }))
    const newer = { 住所1: '札幌市北区', 対応状況: '6', 更新日時: '2026-11-20 10:00:00' }
    expect(counts(await taken(ec2(newer, { 注文番号: '1002' })))).toEqual({ added: 0, changed: 1, same: 1, refused: 0 })
    const order = await stored('1001')
    expect([order.orderer.address1, order.status]).toEqual(['札幌市北区', 'paid'])
    const [latest] = await shop.orders.history(order.id)
    expect(latest?.kind).toBe('order.reimported')
    expect(latest?.changes.map(({ from, to }) => [from, to])).toContainEqual([
      '〒060-0001 北海道札幌市中央区',
      '〒060-0001 北海道札幌市北区',
    ])
  })

  it('keeps lines and tracking numbers that the file knows nothing of', async () => {
    await taken(
      fileOf(ec4Row, [
        { 注文番号: '1001', 出荷伝票番号: '400' },
        { ...ec4ShippingRow, 注文番号: '1001', 出荷伝票番号: '400' },
        { ...ec4FeeRow, 注文番号: '1001' },
      ]),
    )
    await taken(ec2({ 更新日時: '2026-11-20 10:00:00' }))
    const order = await stored('1001')
    expect(order.lines.map(({ name }) => name)).toEqual(['湯呑み', '送料', '手数料'])
    expect(order.deliveries.map(({ trackingNo }) => trackingNo)).toEqual(['400'])
  })

  it('needs consent when orders stay out, and leaves exactly those out', async () => {
    const rows = [{}, { 注文番号: '1002', 対応状況: '99' }]
    const { fileId, digest } = await preview(ec2(...rows))
    await expect(imports.apply(fileId, digest, false, owner)).rejects.toThrow('import.problems-not-accepted')
    expect(await shop.orders.isEmpty()).toBe(true)
    expect(await imports.apply(fileId, digest, true, owner)).toEqual({ added: 1, changed: 0, same: 0, refused: 1 })
    expect([...(await shop.orders.byOrderNos(['1001', '1002'])).keys()]).toEqual(['1001'])
  })

  it('is refused when an order it touches was changed since the preview', async () => {
    await taken(ec2({}))
    const { fileId, digest } = await preview(ec2({ 住所1: '旭川市' }, { 注文番号: '1002' }))
    const order = await stored('1001')
    await shop.orders.change(order.id, order.version, { note: '電話済み' }, owner)
    await expect(imports.apply(fileId, digest, false, owner)).rejects.toThrow('import.changed-since-preview')
    expect((await shop.orders.byOrderNos(['1002'])).size).toBe(0)
    expect((await stored('1001')).orderer.address1).toBe('札幌市中央区')
    const { digest: fresh } = await imports.preview(fileId)
    expect(counts(await imports.apply(fileId, fresh, false, owner))).toMatchObject({ added: 1, changed: 1 })
  })

  it('is refused without a preview, with another digest, and for another file', async () => {
    const fileId = await put(ec2({}))
    await expect(imports.apply(fileId, 'x', true, owner)).rejects.toThrow('import.changed-since-preview')
    const first = await preview(ec2({}))
    const second = await preview(ec2({ 住所1: '旭川市' }))
    expect(first.digest).not.toBe(second.digest)
    await expect(imports.apply(second.fileId, first.digest, true, owner)).rejects.toThrow(
      'import.changed-since-preview',
    )
    expect(await shop.orders.isEmpty()).toBe(true)
  })

  it('refuses bytes that are others by now, although what was read of the first is still there', async () => {
    const contents = [ec2({}), ec2({ 住所1: '旭川市' }), ec2({})]
    const made = createOrderImport({
      orders: shop.orders,
      uploads: { read: () => Promise.resolve(contents.shift() ?? ec2({})), discard: () => Promise.resolve(null) },
      db: shop.db,
      backups: { make: () => Promise.resolve() },
    })
    const { digest } = await made.preview('x')
    await expect(made.apply('x', digest, false, owner)).rejects.toThrow('import.changed-since-preview')
    expect(await shop.orders.isEmpty()).toBe(true)
    expect(await made.apply('x', digest, false, owner)).toMatchObject({ added: 1 })
  })

  it('reads a file again when another one was looked at meanwhile, and does the same', async () => {
    const first = await preview(ec2({ 住所1: '小樽市' }, { 注文番号: '1002' }))
    await preview(ec2({ 住所1: '旭川市' }))
    expect(await imports.apply(first.fileId, first.digest, false, owner)).toMatchObject({ added: 2 })
    expect((await stored('1001')).orderer.address1).toBe('小樽市')
  })

  it('knows nothing of a file any more that was let go', async () => {
    const { fileId, digest } = await preview(ec2({}))
    imports.forget(fileId)
    await expect(imports.apply(fileId, digest, false, owner)).rejects.toThrow('import.changed-since-preview')
  })

  it('writes nothing at all when it breaks half-way', async () => {
    const rows = Array.from({ length: 5_000 }, (_, index) => ({ 注文番号: String(index + 1) }))
    const { fileId, digest } = await preview(ec2(...rows))
    let batches = 0
    const failing = createOrderImport({
      orders: {
        compare: (batch, trx) => shop.orders.compare(batch, trx),
        byOrderNos: (orderNos, trx) => shop.orders.byOrderNos(orderNos, trx),
        upsert: (batch, operator, trx) => {
          batches += 1
          return batches === 3 ? Promise.reject(new Error('disk full')) : shop.orders.upsert(batch, operator, trx)
        },
      },
      uploads: { read: () => Promise.resolve(ec2(...rows)), discard: () => Promise.resolve(null) },
      db: shop.db,
      backups: { make: () => Promise.resolve() },
    })
    expect((await failing.preview(fileId)).digest).toBe(digest)
    await expect(failing.apply(fileId, digest, false, owner)).rejects.toThrow('disk full')
    expect(await shop.orders.isEmpty()).toBe(true)
    expect(batches).toBe(3)
  })

  it('leaves an order alone while its settlement is open', async () => {
    await taken(ec2({}))
    const { id } = await stored('1001')
    await shop.db.write(async (trx) => {
      await trx.raw(
        `INSERT INTO payments (order_id, link_state, gateway_order_no, status, amount_yen) VALUES (?, 'linked', 'g', 'authorised', 1)`,
        [id],
      )
      await trx.raw(
        `INSERT INTO settlement_operations (id, order_id, gateway_order_no, action, safety, params, params_hash, order_status, pre_status,
          pre_amount_yen, pre_processed_at, expected_status, expected_amount_yen, state, operator_id, created_at, updated_at)
         VALUES ('op', ?, 'g', 'sales', 'S1', '{}', '', 'received', 'authorised', 1, 1, 'sales', 1, 'unknown', 'owner', 1, 1)`,
        [id],
      )
      await sealAll(trx, 'payments')
      await sealAll(trx, 'settlement_operations')
    })
    const bytes = ec2({ 住所1: '旭川市', 更新日時: '2026-11-20 10:00:00' }, { 注文番号: '1002' })
    const { fileId, digest, problems, ...result } = await preview(bytes)
    expect(counts(result)).toEqual({ added: 1, changed: 0, same: 0, refused: 1 })
    expect(problems).toEqual([
      { row: 2, column: null, orderNo: '1001', code: 'locked-by-settlement', severity: 'error', found: '' },
    ])
    await expect(imports.apply(fileId, digest, false, owner)).rejects.toThrow('import.problems-not-accepted')
    await imports.apply(fileId, digest, true, owner)
    expect((await stored('1001')).orderer.address1).toBe('札幌市中央区')
  })
})
