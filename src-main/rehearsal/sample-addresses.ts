import type { Contact } from '../../src-shared/order.ts'
import type { Random } from './random.ts'

/**
 * A prefecture with its shipping fee in yen. Postal codes begin as the prefecture's do and go on with 99, telephone
 * numbers have an exchange that begins with 0, which Japan does not give out: nobody is called by mistake.
 */
interface Region {
  readonly prefecture: string
  readonly postalStart: string
  readonly areaCode: string
  readonly shippingYen: number
}

const region = (prefecture: string, postalStart: string, areaCode: string, shippingYen: number): Region => ({
  prefecture,
  postalStart,
  areaCode,
  shippingYen,
})

export const regions: readonly [Region, ...Region[]] = [
  region('東京都', '164', '03', 770),
  region('東京都', '182', '042', 770),
  region('神奈川県', '231', '045', 770),
  region('埼玉県', '330', '048', 770),
  region('千葉県', '260', '043', 770),
  region('大阪府', '540', '06', 660),
  region('京都府', '600', '075', 660),
  region('兵庫県', '650', '078', 660),
  region('愛知県', '460', '052', 660),
  region('福岡県', '810', '092', 550),
  region('大分県', '870', '097', 550),
  region('宮崎県', '880', '0985', 550),
  region('鹿児島県', '890', '099', 550),
  region('広島県', '730', '082', 660),
  region('石川県', '920', '076', 770),
  region('長野県', '380', '026', 770),
  region('宮城県', '980', '022', 880),
  region('北海道', '060', '011', 1320),
  region('沖縄県', '900', '098', 1540),
]

const towns = [
  '若葉市青空町',
  'みのり市本町',
  '朝凪町大字浜辺字松原',
  '星見台市ひばりが丘',
  '桜ヶ原市中央',
  '表町市十番通り',
  '緑川郡日向町',
  '千歳野市曽根',
  '花園区能代台',
  '栄区予備校前通り',
] as const

const buildings = [
  '',
  '',
  '',
  'コーポ若葉203',
  'ソレイユ表町1205号室',
  'グリーンハイツⅡ 101',
  'メゾン朝凪①-302',
  'サンソーレ十番館 5F',
] as const

/** One that tests every label and every printed page: far longer than a line. */
const longBuilding =
  'グランドパークレジデンス星見台ヒルズウエストタワー中央管理棟北側別館メゾネットタイプ３２階３２０５号室（宅配ボックスあり・管理人室に声をかけてください）'

export type Address = Pick<Contact, 'postalCode' | 'prefecture' | 'address1' | 'address2' | 'tel' | 'fax'>

/** An invented address in a real prefecture; `long` gives the one that is far too long. */
export function inventAddress(random: Random, long: boolean): Address {
  const home = random.pick(regions)
  const mobile = random.chance(55)
  const block = `${random.between(1, 9)}丁目${random.between(1, 30)}-${random.between(1, 20)}`
  const long1 = '大字新開地字上之台団地前通り西入ル二筋目南側'
  return {
    postalCode: `${home.postalStart}-99${digits(random, 2)}`,
    prefecture: home.prefecture,
    address1: `${random.pick(towns)}${long ? long1 : ''}${block}`,
    address2: long ? longBuilding : random.pick(buildings),
    tel: mobile ? `090-0${digits(random, 3)}-${digits(random, 4)}` : landline(random, home.areaCode),
    fax: random.chance(8) ? landline(random, home.areaCode) : '',
  }
}

/** 送料 in yen to a prefecture; the dearest when it is not known. */
export function shippingTo(prefecture: string): number {
  return regions.find((known) => known.prefecture === prefecture)?.shippingYen ?? 1540
}

function landline(random: Random, areaCode: string): string {
  return `${areaCode}-0${digits(random, 5 - areaCode.length)}-${digits(random, 4)}`
}

function digits(random: Random, count: number): string {
  return Array.from({ length: count }, () => random.between(0, 9)).join('')
}
