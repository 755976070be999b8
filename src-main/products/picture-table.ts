import type { Knex } from 'knex'
import type { Instant } from '../../src-shared/business-day.ts'
import type { ProductPicture } from '../../src-shared/product.ts'

/** Keeps a product's picture in the place of the one before. */
export async function savePicture(
  trx: Knex,
  productId: number,
  picture: { readonly mediaType: string; readonly bytes: Buffer },
  at: Instant,
): Promise<void> {
  await trx.raw(
    `INSERT INTO product_images (product_id, media_type, bytes, updated_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (product_id) DO UPDATE SET media_type = excluded.media_type, bytes = excluded.bytes,
       updated_at = excluded.updated_at`,
    [productId, picture.mediaType, picture.bytes, at],
  )
  await trx.raw('UPDATE products SET picture_at = ? WHERE id = ?', [at, productId])
}

/** Takes a product's picture away; one that has none stays as it is. */
export async function dropPicture(trx: Knex, productId: number): Promise<void> {
  await trx.raw('DELETE FROM product_images WHERE product_id = ?', [productId])
  await trx.raw('UPDATE products SET picture_at = NULL WHERE id = ?', [productId])
}

interface PictureRow {
  readonly product_id: number
  readonly media_type: string
  readonly bytes: Uint8Array
  readonly updated_at: number
}

/** Pictures of products by id; those without one are left out. */
export async function picturesOf(db: Knex, ids: readonly number[]): Promise<readonly ProductPicture[]> {
  const rows = await db.raw<PictureRow[]>(
    'SELECT * FROM product_images WHERE product_id IN (SELECT value FROM json_each(?))',
    [JSON.stringify(ids)],
  )
  return rows.map((row) => ({
    ...{ id: row.product_id, pictureAt: row.updated_at, mediaType: row.media_type },
    base64: Buffer.from(row.bytes).toString('base64'),
  }))
}
