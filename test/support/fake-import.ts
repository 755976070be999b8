import type { CallOutput } from '../../src-shared/api.ts'

/** What the fake desk says a file would do. */
export const importPlan: CallOutput<'import.preview'> = {
  layout: 'ec4-order',
  encoding: 'cp932',
  records: 6,
  orders: 4,
  added: 2,
  changed: 1,
  same: 0,
  refused: 1,
  missingColumns: [],
  ignoredColumns: ['端末種別'],
  problems: [
    {
      row: 4,
      column: '合計',
      orderNo: '58',
      code: 'not-money',
      severity: 'error',
      found: '二千円',
    },
    { row: 6, column: null, orderNo: '59', code: 'totals-differ', severity: 'warning', found: '5775' },
  ],
  problemCount: 2,
  sample: [
    { orderNo: '56', name: '髙橋 一郎', totalYen: 2990, fate: 'added' },
    { orderNo: '57', name: '渡邉 花子', totalYen: 5775, fate: 'changed' },
  ],
  digest: 'digest-1',
}
