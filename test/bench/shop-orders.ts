import type { ImportedOrder } from '../../src-main/orders/imported-order.ts'
import { madeLine, sequence } from '../../test/main/orders/made-orders.ts'

/** Common family names with their readings and mail words; 田中 is borne by about one buyer in a hundred, as in Japan. */
const common: readonly (readonly [name: string, kana: string, mail: string])[] = [
  ['佐藤', 'サトウ', 'sato'],
  ['鈴木', 'スズキ', 'suzuki'],
  ['高橋', 'タカハシ', 'takahashi'],
  ['田中', 'タナカ', 'tanaka'],
  ['伊藤', 'イトウ', 'ito'],
  ['渡邉', 'ワタナベ', 'watanabe'],
  ['山本', 'ヤマモト', 'yamamoto'],
  ['中村', 'ナカムラ', 'nakamura'],
  ['小林', 'コバヤシ', 'kobayashi'],
  ['加藤', 'カトウ', 'kato'],
  ['林', 'ハヤシ', 'hayashi'],
  ['佐々木', 'ササキ', 'sasaki'],
  ['小鳥遊', 'タカナシ', 'takanashi'],
]
/** First and second halves of the other names. */
const heads = [
  '大',
  '小',
  '西',
  '東',
  '北',
  '南',
  '石',
  '松',
  '竹',
  '藤',
  '青',
  '黒',
  '白',
  '岩',
  '池',
  '森',
  '原',
  '村',
]
const headKanas = 'オオ コ ニシ ヒガシ キタ ミナミ イシ マツ タケ フジ アオ クロ シロ イワ イケ モリ ハラ ムラ'.split(
  ' ',
)
const tails = [
  '川',
  '野',
  '島',
  '沢',
  '井',
  '崎',
  '谷',
  '岡',
  '浦',
  '尾',
  '瀬',
  '木',
  '塚',
  '口',
  '倉',
  '根',
  '坂',
  '橋',
]
const tailKanas = 'カワ ノ シマ サワ イ サキ タニ オカ ウラ オ セ キ ツカ グチ クラ ネ サカ ハシ'.split(' ')
const givens = [
  '太郎',
  '花子',
  '眞一',
  '美咲',
  '桜',
  '浩二',
  '陽菜',
  '翔',
  '健',
  '結衣',
  '蓮',
  '葵',
  '直樹',
  '恵',
  '大輔',
  '愛',
]
const givenKanas =
  'タロウ ハナコ シンイチ ミサキ サクラ コウジ ヒナ ショウ ケン ユイ レン アオイ ナオキ メグミ ダイスケ アイ'.split(' ')
const places = [
  '札幌市中央区北1条西',
  '新宿区西新宿',
  '横浜市中区本町',
  '名古屋市中区栄',
  '大阪市北区梅田',
  '福岡市博多区駅前',
]
const prefectures = ['北海道', '東京都', '神奈川県', '愛知県', '大阪府', '福岡県']
const remarks = [
  'ギフト包装をお願いします。',
  '午前中に届けてください。',
  '領収書の宛名は会社名でお願いします。',
  'のしは不要です。',
]
const methods = ['クレジットカード決済', 'クレジットカード決済', '銀行振込', '代金引換', 'コンビニ決済']
const DAY = 86_400_000

/** Buyers for each order: three in ten orders are somebody's first. */
const BUYERS_PER_ORDER = 0.3

/**
 * Orders as a shop has them: most are shipped, buyers come back, one name in a hundred is a common one. The random orders
 * of the tests tie and match far more often than anything real, and would measure that instead.
 */
export function shopOrders(count: number): ImportedOrder[] {
  const next = sequence(7)
  const buyers = Math.ceil(count * BUYERS_PER_ORDER)
  return Array.from({ length: count }, (_none, index) => orderOf(next, index + 1, next(buyers), count))
}

function orderOf(next: (below: number) => number, number: number, who: number, count: number): ImportedOrder {
  const buyer = buyerOf(who)
  const orderedAt = Date.UTC(2024, 11, 1) + Math.floor((number / count) * 720) * DAY + next(24) * 3_600_000
  const shipped = number < count * 0.97 ? next(50) > 0 : next(4) === 0
  const shippedAt = shipped ? orderedAt + (1 + next(5)) * DAY : null
  const total = (2 + next(60)) * 500
  return {
    orderNo: String(number),
    source: 'ec2',
    status: shipped ? 'shipped' : ((['received', 'paid', 'cancelled', 'inProgress'] as const)[next(4)] ?? 'received'),
    orderedAt,
    updatedAt: (shippedAt ?? orderedAt) + next(36_000) * 1_000,
    paidAt: next(10) === 0 ? null : orderedAt + next(3) * DAY,
    shippedAt,
    customerNo: who % 2 === 0 ? String(who + 1) : null,
    orderer: buyer,
    message: next(6) === 0 ? pick(next, remarks) : '',
    note: '',
    money: { totalYen: total, paymentTotalYen: total, subtotalYen: total },
    paymentMethodName: pick(next, methods),
    lines: [madeLine({ productCode: `p-${String(next(400))}`, unitPriceYen: total })],
    deliveries: [{ ...buyer, carrier: 'ヤマト運輸', timeSlot: next(3) === 0 ? '午前中' : '' }],
  }
}

/** The same buyer for the same number. */
function buyerOf(who: number) {
  const next = sequence(who * 7_919 + 13)
  // The first steps of neighbouring seeds are alike.
  for (let step = 0; step < 4; step += 1) next(2)
  const [familyName, familyKana, word] = common[next(100)] ?? otherName(next)
  const given = next(givens.length)
  const domain = pick(next, ['example.jp', 'mail.example', 'shop_a.example', 'docomo.example', 'ezweb.example'])
  return {
    familyName,
    familyKana,
    givenName: givens[given] ?? '',
    givenKana: givenKanas[given] ?? '',
    email: `${word}.${String(next(900))}${next(2) === 0 ? '' : `-${String(next(90))}`}@${domain}`,
    tel: `0${String(next(9) + 1)}0-${String(next(9000) + 1000)}-${String(next(9000) + 1000)}`,
    postalCode: `${String(next(900) + 100)}-${String(next(9000) + 1000)}`,
    ...address(next),
    sex: pick(next, ['male', 'female', null] as const),
    bornOn: next(3) === 0 ? null : `19${String(next(50) + 50)}-0${String(next(9) + 1)}-1${String(next(10))}`,
  }
}

type Next = (below: number) => number

function pick<T>(next: Next, list: readonly T[]): T {
  const found = list[next(list.length)]
  if (found === undefined) throw new Error('Nothing to pick from')
  return found
}

function otherName(next: Next): readonly [name: string, kana: string, mail: string] {
  const [head, tail] = [next(heads.length), next(tails.length)]
  const [name, kana] = [`${heads[head] ?? ''}${tails[tail] ?? ''}`, `${headKanas[head] ?? ''}${tailKanas[tail] ?? ''}`]
  return [name, kana, pick(next, ['umi', 'sora', 'hana', 'neko', 'mikan', 'yuki', 'kaze', 'tsuki'])]
}

function address(next: Next) {
  const place = next(places.length)
  return {
    prefecture: prefectures[place] ?? '',
    address1: `${places[place] ?? ''}${String(next(9) + 1)}丁目${String(next(30) + 1)}-${String(next(20) + 1)}`,
    address2: next(3) === 0 ? `コーポ桜${String(next(300) + 101)}` : '',
  }
}
