import { z } from 'zod'
import { answers } from './call.ts'
import type { LedgerPage } from './ledger.ts'
import { memberPageSchema, pointCorrectionSchema, type MemberPage, type MemberRow } from './member.ts'
import type { MemberCounts, MemberImportPreview } from './member-import.ts'
import {
  MOST_PICTURES,
  newProductSchema,
  productChangeSchema,
  productPageSchema,
  type KnownProduct,
  type MasterProduct,
  type ProductPage,
  type ProductPicture,
} from './product.ts'
import { rawText } from './typed-text.ts'

const id = z.int().positive()
const fileId = z.string().regex(/^[0-9a-f]{32}$/)
const ledgerRange = z.strictObject({ id, offset: z.int().min(0), limit: z.int().min(1).max(200) })

/** What 商品管理 and 顧客管理 ask, and the order form of what is sold. */
export const productCalls = {
  /**
   * Products whose code or name contains the text, with all variants of their names: those sold last first, at most 30
   * names.
   */
  'products.find': answers<readonly KnownProduct[]>()('viewer', z.strictObject({ text: rawText(100) })),
  /** Products with these codes, and all variants of their names. */
  'products.of-codes': answers<readonly KnownProduct[]>()(
    'viewer',
    z.strictObject({ codes: z.array(rawText(1000)).max(500) }),
  ),
  'products.pictures': answers<readonly ProductPicture[]>()(
    'viewer',
    z.strictObject({ ids: z.array(id).max(MOST_PICTURES) }),
  ),
  /** 商品マスター. */
  'products.page': answers<ProductPage>()('viewer', productPageSchema),
  'products.open': answers<MasterProduct>()('viewer', z.strictObject({ id })),
  'products.add': answers<MasterProduct>()('orders', newProductSchema),
  'products.change': answers<MasterProduct>()('orders', productChangeSchema),
  /** 在庫の履歴, newest first. */
  'products.ledger': answers<LedgerPage>()('viewer', ledgerRange),

  /** 会員ポイント. */
  'members.page': answers<MemberPage>()('viewer', memberPageSchema),
  'members.open': answers<MemberRow>()('viewer', z.strictObject({ id })),
  /** ポイントの履歴, newest first. */
  'members.ledger': answers<LedgerPage>()('viewer', ledgerRange),
  'members.correct': answers<MemberRow>()('orders', pointCorrectionSchema),
  /** What a 会員CSV would do; writes nothing. */
  'members.preview-import': answers<MemberImportPreview>()('orders', z.strictObject({ fileId })),
  /** One transaction; refused when the digest differs or when errors were not accepted. */
  'members.apply-import': answers<MemberCounts>()(
    'orders',
    z.strictObject({ fileId, digest: z.string().max(100), withoutRefused: z.boolean() }),
  ),
} as const
