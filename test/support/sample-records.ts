import { noDamage, type RecordCheck } from '../../src-shared/record-check.ts'
import { SAMPLE_NOW } from './sample-orders.ts'

/** A check of the records that found nothing. */
export const soundRecords: RecordCheck = {
  checkedAt: SAMPLE_NOW,
  fileSound: true,
  historyBrokenAt: null,
  witness: { lines: 42, brokenAt: null, unknownToJournal: 0, unknownToWitness: 0 },
  rows: { orderNos: [], trades: [], operations: 0 },
  counts: { stocks: 0, balances: 0 },
  sound: true,
}

export const recordAnswers = {
  'records.check': () => soundRecords,
  'records.renew-witness': () => soundRecords,
}

/** A frame without anything to warn of. */
export const sampleSafety = { reconcile: 0, clockSkewSeconds: 0, damage: noDamage }
