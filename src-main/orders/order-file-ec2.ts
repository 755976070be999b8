import type { ImportedOrder } from './imported-order.ts'
import { readParts } from '../csv/row-parts.ts'
import { latest, readHead, readMoney, readOrderer, totalsFit, type FileRow } from './order-file-parts.ts'

/**
 * One order of EC-CUBE 2's 受注CSV, which is one row (csv-formats.md §1). That file has no lines, no deliveries and no
 * 入金日: they stay as the desk knows them. Null when something it must bring is missing.
 */
export function readEc2Order(row: FileRow, orderNo: string): ImportedOrder | null {
  const { reader, columns, report } = row
  const head = readHead(row, orderNo)
  const orderer = readOrderer(row)
  const money = readMoney(row)
  if (!totalsFit(money)) report('totals-differ', columns.get('totalYen') ?? null, reader.row, String(money.totalYen))
  const shippedAt = reader.instant('shippedAt')
  const updatedAt = reader.instant('updatedAt')
  const device = reader.number('device')
  const tel = readParts(reader, telFields)
  const fax = readParts(reader, faxFields)
  const postalCode = readParts(reader, postalFields)
  if (head === null) return null
  return {
    // Written out, because copying a part over costs as much as reading all of its cells.
    orderNo: head.orderNo,
    status: head.status,
    orderedAt: head.orderedAt,
    paymentMethodName: head.paymentMethodName,
    source: 'ec2',
    updatedAt: updatedAt ?? latest([head.orderedAt, shippedAt]) ?? head.orderedAt,
    shippedAt,
    customerNo: memberOf(reader.text('customerNo')),
    orderer: Object.assign(orderer, { tel, fax, postalCode }),
    message: reader.text('message'),
    note: reader.text('note'),
    money,
    device,
  }
}

const telFields = ['tel1', 'tel2', 'tel3'] as const
const faxFields = ['fax1', 'fax2', 'fax3'] as const
const postalFields = ['postalCode1', 'postalCode2'] as const

/** EC-CUBE 2 writes 0 for guests. */
function memberOf(customerNo: string | undefined): string | null | undefined {
  return customerNo === '' || customerNo === '0' ? null : customerNo
}
