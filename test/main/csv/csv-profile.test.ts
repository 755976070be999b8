import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { csvLayouts, prefectureName } from '../../../src-main/csv/layouts.ts'
import { recogniseHeader } from '../../../src-shared/csv-profile.ts'

function headerOf(name: string): string[] {
  const text = readFileSync(new URL(`../../fixtures/csv/${name}.utf8bom.csv`, import.meta.url), 'utf8')
  return text.replace('\ufeff', '').split(/\r?\n/)[0]?.split(',') ?? []
}

const ec2 = headerOf('ec2_order')
const ec4 = headerOf('ec4_order')

function shuffled<T>(values: readonly T[]): T[] {
  return values
    .map((value, index) => ({ value, key: (index * 7919) % 10_007 }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value)
}

describe('recognising a header', () => {
  it.each([
    ['EC-CUBE 2 受注', ec2, 'ec2-order', ['配送業者ID', '配送情報ID']],
    ['EC-CUBE 4 受注', ec4, 'ec4-order', undefined],
    ['EC-CUBE 4 出荷', headerOf('ec4_shipping'), 'ec4-order', undefined],
  ])('%s', (_, header, id, ignored) => {
    const recognised = recogniseHeader(header, csvLayouts())
    expect(recognised?.layout.id).toBe(id)
    expect(recognised?.missing).toEqual([])
    if (ignored) expect(recognised?.ignored).toEqual(ignored)
  })

  it('finds every column of both layouts at its place', () => {
    for (const [header, id] of [
      [ec2, 'ec2-order'],
      [ec4, 'ec4-order'],
    ] as const) {
      const recognised = recogniseHeader(header, csvLayouts())
      const layout = csvLayouts().find((one) => one.id === id)
      expect([...(recognised?.columns.keys() ?? [])].sort()).toEqual(layout?.columns.map(({ field }) => field).sort())
    }
  })

  it('does not depend on the order of the columns', () => {
    const recognised = recogniseHeader(shuffled(ec2), csvLayouts())
    for (const { index, column } of recognised?.columns.values() ?? []) {
      expect(column.headers).toContain(shuffled(ec2)[index])
    }
    expect(recognised?.columns.size).toBe(39)
  })

  it('keeps columns of other programs out and names them', () => {
    const recognised = recogniseHeader([...ec2, '独自項目', '注文番号'], csvLayouts())
    expect(recognised?.ignored).toEqual(['配送業者ID', '配送情報ID', '独自項目', '注文番号'])
    expect(recognised?.columns.get('orderNo')?.index).toBe(0)
  })

  it('names the other columns that a file leaves out', () => {
    const header = ec2.filter((name) => name !== 'SHOPメモ' && name !== 'FAX1')
    expect(recogniseHeader(header, csvLayouts())?.absent).toEqual(['FAX1', 'SHOPメモ'])
    expect(recogniseHeader(ec2, csvLayouts())?.absent).toEqual([])
  })

  it('names required columns that are missing', () => {
    const without = (header: readonly string[], ...names: string[]) =>
      recogniseHeader(
        header.filter((name) => !names.includes(name)),
        csvLayouts(),
      )?.missing
    expect(without(ec2, '対応状況', '注文日時')).toEqual(['対応状況', '注文日時'])
    expect(without(ec2, 'FAX1', '合計', '更新日時', '会員ID')).toEqual([])
    expect(without(ec4, '注文番号', '対応状況(ID)')).toEqual([])
    expect(without(ec4, '注文番号', '注文ID')).toEqual(['注文ID'])
  })

  it('tells the two 送料 apart by their neighbours, even when one is missing or the parts change places', () => {
    const at = (header: readonly string[]) => {
      const columns = recogniseHeader(header, csvLayouts())?.columns
      return [columns?.get('shippingYen')?.index, columns?.get('deliveryFee')?.index]
    }
    expect(at(ec4)).toEqual([23, 65])
    expect(at(ec4.filter((_, index) => index !== 23))).toEqual([undefined, 64])
    expect(at(ec4.filter((_, index) => index !== 65))).toEqual([23, undefined])
    expect(at([...ec4.slice(48), ...ec4.slice(0, 48)])).toEqual([45, 17])
  })

  it('knows both spellings of the reading and full-width brackets', () => {
    for (const name of ['お名前(フリガナ名)', 'お名前(フリガナ・名)', 'お名前（フリガナ・名）']) {
      const header = ec2.map((column) => (column === 'お名前(フリガナ名)' ? name : column))
      expect(recogniseHeader(header, csvLayouts())?.columns.get('givenKana')?.header).toBe(name)
    }
  })

  it.each([
    ['会員CSV', '会員ID,お名前(姓),お名前(名),お名前(フリガナ・姓),お名前(フリガナ・名),会社名,E-MAIL,TEL1'],
    ['楽天', '注文番号,ステータス,注文日時,支払方法名,送料合計,請求金額,合計金額'],
    ['出荷CSV登録', '出荷ID,お問い合わせ番号,出荷日'],
    ['no CSV at all', 'PK\u0003\u0004'],
  ])('does not take %s for an order file', (_, header) => {
    expect(recogniseHeader(header.split(','), csvLayouts())).toBeNull()
  })
})

it('knows the prefectures by their number', () => {
  expect(['1', '13', '44', '47', '0', '48', 'x'].map(prefectureName)).toEqual([
    '北海道',
    '東京都',
    '大分県',
    '沖縄県',
    null,
    null,
    null,
  ])
})
