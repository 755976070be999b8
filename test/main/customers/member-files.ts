import { readFileSync } from 'node:fs'
import { createMemberImport } from '../../../src-main/customers/member-import.ts'
import { createUploads } from '../../../src-main/files/uploads.ts'
import { writeCorrectly, writeLikePhp } from '../csv/csv-writers.ts'
import { owner, type OpenedShop } from '../orders/opened-shop.ts'

export const ec2Header =
  '会員ID,お名前(姓),お名前(名),お名前(フリガナ・姓),お名前(フリガナ・名),会社名,郵便番号1,郵便番号2,都道府県,住所1,住所2,E-MAIL,TEL1,TEL2,TEL3,FAX1,FAX2,FAX3,性別,職業,誕生日,初回購入日,最終購入日,購入回数,ポイント残高,備考,登録日,更新日'
export const ec4Header =
  '会員ID,お名前(姓),お名前(名),お名前(セイ),お名前(メイ),会社名,郵便番号,都道府県(ID),都道府県(名称),住所1,住所2,メールアドレス,TEL,性別(ID),性別(名称),職業(ID),職業(名称),誕生日,初回購入日,最終購入日,購入回数,ショップ用メモ欄,会員ステータス(ID),会員ステータス(名称),登録日,更新日,ポイント'

/** Cells of a row by their header; the others are empty. */
export type MemberCells = Readonly<Record<string, string>>

/** A member file; `columns` leaves some out or changes their order. */
export function memberFile(
  header: string,
  rows: readonly MemberCells[],
  { columns = header.split(','), php = false }: { readonly columns?: readonly string[]; readonly php?: boolean } = {},
): Buffer {
  const records = [columns, ...rows.map((cells) => columns.map((column) => cells[column] ?? ''))]
  return php ? writeLikePhp(records, '\r\n') : Buffer.from(writeCorrectly(records, '\n'))
}

/** A row that has everything an ordinary one has. */
export const member = (customerNo: string, points: string, over: MemberCells = {}): MemberCells => ({
  ...{ 会員ID: customerNo, 'お名前(姓)': '山田', 'お名前(名)': '花子' },
  ...{ ポイント残高: points, ポイント: points, 更新日: '2026-11-01 10:00:00' },
  ...over,
})

/** A reference file. */
export const memberFixture = (name: string): Buffer =>
  readFileSync(new URL(`../../fixtures/csv/${name}`, import.meta.url))

/** The import of member files over an opened shop. */
export function memberImports(shop: OpenedShop) {
  const backups: string[] = []
  const uploads = createUploads(shop)
  const imports = createMemberImport({
    ...{ db: shop.db, audit: shop.audit, clock: shop.clock, uploads },
    backups: { make: (reason) => Promise.resolve(backups.push(reason)) },
  })
  const preview = async (bytes: Buffer) => {
    const { fileId } = await uploads.begin({ name: 'customer.csv', sizeBytes: bytes.length })
    for (let offset = 0; offset < bytes.length; offset += 200_000) {
      await uploads.append({ fileId, offset, base64: bytes.subarray(offset, offset + 200_000).toString('base64') })
    }
    return { ...(await imports.preview(fileId)), fileId }
  }
  const taken = async (bytes: Buffer, withoutRefused = false) => {
    const { fileId, digest } = await preview(bytes)
    return imports.apply(fileId, digest, withoutRefused, owner)
  }
  return { backups, imports, preview, taken }
}
