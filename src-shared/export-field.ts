/** What a column describes: the order, one of its lines, or the delivery that the line belongs to. */
export type ExportPart = 'order' | 'line' | 'delivery'

type FieldWords = readonly [label: string, part: ExportPart, kind?: 'number']

/**
 * Everything that a column of a file can hold, with its words. `number` marks cells that are numbers for a spreadsheet
 * too: nothing in them can start a formula.
 */
const fields = {
  orderNo: ['注文番号', 'order'],
  statusText: ['対応状況', 'order'],
  status: ['対応状況ID（カート）', 'order'],
  statusName: ['対応状況（カート）', 'order'],
  orderedAt: ['受注日', 'order'],
  updatedAt: ['更新日', 'order'],
  paidAt: ['入金日', 'order'],
  shippedAt: ['全商品発送日', 'order'],
  customerNo: ['会員ID', 'order'],
  name: ['顧客名', 'order'],
  familyName: ['顧客名(姓)', 'order'],
  givenName: ['顧客名(名)', 'order'],
  kana: ['顧客名(カナ)', 'order'],
  familyKana: ['フリガナ(姓)', 'order'],
  givenKana: ['フリガナ(名)', 'order'],
  company: ['会社名', 'order'],
  email: ['メールアドレス', 'order'],
  tel: ['TEL', 'order'],
  tel1: ['TEL1', 'order'],
  tel2: ['TEL2', 'order'],
  tel3: ['TEL3', 'order'],
  fax: ['FAX', 'order'],
  fax1: ['FAX1', 'order'],
  fax2: ['FAX2', 'order'],
  fax3: ['FAX3', 'order'],
  postalCode: ['郵便番号', 'order'],
  postalDigits: ['郵便番号(7桁)', 'order'],
  postalCode1: ['郵便番号1', 'order'],
  postalCode2: ['郵便番号2', 'order'],
  prefecture: ['都道府県', 'order'],
  prefectureId: ['都道府県ID', 'order'],
  address1: ['住所1', 'order'],
  address2: ['住所2', 'order'],
  sexName: ['性別', 'order'],
  sex: ['性別ID', 'order'],
  bornOn: ['生年月日', 'order'],
  jobName: ['職業', 'order'],
  job: ['職業ID', 'order', 'number'],
  message: ['備考欄コメント', 'order'],
  note: ['メモ', 'order'],
  paymentMethodName: ['支払方法', 'order'],
  settlementStatus: ['カード決済状況', 'order'],
  gatewayOrderNo: ['オーダーID', 'order'],
  settledYen: ['GMOの金額', 'order', 'number'],
  products: ['購入商品', 'order'],
  subtotalYen: ['小計', 'order', 'number'],
  discountYen: ['値引き', 'order', 'number'],
  shippingYen: ['送料', 'order', 'number'],
  feeYen: ['手数料', 'order', 'number'],
  taxYen: ['消費税', 'order', 'number'],
  totalYen: ['合計（購入金額）', 'order', 'number'],
  paymentTotalYen: ['お支払い合計', 'order', 'number'],
  usedPoints: ['使用ポイント', 'order', 'number'],
  addedPoints: ['加算ポイント', 'order', 'number'],
  device: ['端末種別ID', 'order', 'number'],
  deliveryPlaces: ['配送情報ID', 'order'],
  lineKind: ['明細区分ID', 'line'],
  lineKindName: ['明細区分', 'line'],
  productCode: ['商品コード', 'line'],
  lineName: ['商品名', 'line'],
  class1: ['規格1', 'line'],
  class2: ['規格2', 'line'],
  unitPriceYen: ['単価', 'line', 'number'],
  cartPriceYen: ['価格（商品は税抜）', 'line', 'number'],
  quantity: ['数量', 'line', 'number'],
  taxRatePercent: ['税率', 'line', 'number'],
  cartShipmentNo: ['出荷ID', 'delivery'],
  deliveryName: ['お届け先', 'delivery'],
  deliveryFamilyName: ['お届け先(姓)', 'delivery'],
  deliveryGivenName: ['お届け先(名)', 'delivery'],
  deliveryFamilyKana: ['お届け先フリガナ(姓)', 'delivery'],
  deliveryGivenKana: ['お届け先フリガナ(名)', 'delivery'],
  deliveryCompany: ['お届け先会社名', 'delivery'],
  deliveryPostalCode: ['お届け先郵便番号', 'delivery'],
  deliveryPostalDigits: ['お届け先郵便番号(7桁)', 'delivery'],
  deliveryPrefecture: ['お届け先都道府県', 'delivery'],
  deliveryPrefectureId: ['お届け先都道府県ID', 'delivery'],
  deliveryAddress1: ['お届け先住所1', 'delivery'],
  deliveryAddress2: ['お届け先住所2', 'delivery'],
  deliveryTel: ['お届け先TEL', 'delivery'],
  carrier: ['配送業者', 'delivery'],
  requestedOn: ['配達日指定', 'delivery'],
  timeSlot: ['時間指定', 'delivery'],
  deliveryShippedAt: ['発送日', 'delivery'],
  trackingNo: ['発送伝票番号', 'delivery'],
  trackingUrl: ['追跡用URL', 'delivery'],
} as const satisfies Record<string, FieldWords>

export type ExportField = keyof typeof fields

/** Every field, in the order in which they are offered. */
export const exportFields = Object.keys(fields).filter((key): key is ExportField => key in fields)

/** What the field is called on the screens; the first suggestion for its column. */
export function exportFieldText(field: ExportField): string {
  return fields[field][0]
}

export function exportFieldPart(field: ExportField): ExportPart {
  return fields[field][1]
}

/** True when cells of the field are numbers. */
export function isNumberField(field: ExportField): boolean {
  const words: FieldWords = fields[field]
  return words[2] === 'number'
}
