import type { Instant } from '../../src-shared/business-day.ts'
import { Refusal } from '../../src-shared/failure.ts'
import { inspectPicture, keptPictureLimits } from '../../src-shared/picture.ts'
import type { Transaction } from '../db/database.ts'
import { savePicture } from './picture-table.ts'

/**
 * Keeps a product's picture in the place of the one before, told by its bytes alone. Refusals: the codes of
 * `PictureFault`; the caller's transaction must not be kept then.
 */
export async function keepPicture(trx: Transaction, productId: number, bytes: Buffer, at: Instant): Promise<void> {
  const facts = inspectPicture(bytes, keptPictureLimits)
  if (typeof facts === 'string') throw new Refusal(facts)
  await savePicture(trx, productId, { mediaType: facts.mediaType, bytes }, at)
}
