import { addDays, type BusinessDay } from '../../src-shared/business-day.ts'
import type { Orderer, Sex } from '../../src-shared/order.ts'
import { inventAddress } from './sample-addresses.ts'
import type { Random } from './random.ts'

/** Somebody who orders. `customerNo` is null for guests. */
export interface SamplePerson {
  readonly customerNo: string | null
  readonly orderer: Orderer
}

type Name = readonly [
  familyName: string,
  givenName: string,
  familyKana: string,
  givenKana: string,
  sex: Sex | null,
  mail: string,
  company?: string,
]

/** Names that put letters, sorting, searching and printing to the test: variants, marks, double width, length. */
const specialNames: readonly Name[] = [
  ['髙﨑', '一郎', 'タカサキ', 'イチロウ', 'male', 'takasaki'],
  ['高崎', '一朗', 'タカサキ', 'イチロウ', 'male', 'takasaki2'],
  ['渡邉', '香', 'ワタナベ', 'カオリ', 'female', 'watanabe'],
  ['渡邊', '薫', 'ワタナベ', 'カオル', 'unanswered', 'watanabe-k'],
  ['渡辺', 'かおる', 'ワタナベ', 'カオル', 'female', 'w.kaoru'],
  ['濵田', '眞理子', 'ハマダ', 'マリコ', 'female', 'hamada'],
  ['浜田', '真理子', 'ハマダ', 'マリコ', 'female', 'm.hamada'],
  ['齋藤', '悠', 'サイトウ', 'ユウ', 'other', 'saito'],
  ['斉藤', '裕', 'サイトウ', 'ユタカ', 'male', 'y-saito'],
  ['𠮷野', 'さくら', 'ヨシノ', 'サクラ', 'female', 'yoshino'],
  ['表', '十和子', 'オモテ', 'トワコ', 'female', 'omote'],
  ['曽根', '予志夫', 'ソネ', 'ヨシオ', 'male', 'sone'],
  ['能登', '圭', 'ノト', 'ケイ', 'male', 'noto', '㈱能登ソース本舗'],
  ['五十嵐', '祐', 'イガラシ', 'ユウ', null, 'igarashi', '㈱若葉事務機 総務部①課'],
  ['森', '彌', 'モリ', 'ワタル', 'male', 'mori'],
  ['ソフィア', 'ベル', 'ソフィア', 'ベル', 'female', 'sophia'],
  [
    '勅使河原小路',
    '龍之介左衛門',
    'テシガワラコウジ',
    'リュウノスケザエモン',
    'male',
    'teshigawara',
    '一般社団法人 若葉市青空町まちなみ保存活用推進協議会 事務局',
  ],
  [
    '長谷川・ファンデルワール',
    'アレクサンドラ美咲',
    'ハセガワ・ファンデルワール',
    'アレクサンドラミサキ',
    'female',
    'hv',
  ],
]

const families = [
  ['佐藤', 'サトウ', 'sato'],
  ['鈴木', 'スズキ', 'suzuki'],
  ['田中', 'タナカ', 'tanaka'],
  ['伊藤', 'イトウ', 'ito'],
  ['山本', 'ヤマモト', 'yamamoto'],
  ['中村', 'ナカムラ', 'nakamura'],
  ['小林', 'コバヤシ', 'kobayashi'],
  ['吉田', 'ヨシダ', 'yoshida'],
  ['山口', 'ヤマグチ', 'yamaguchi'],
  ['松本', 'マツモト', 'matsumoto'],
  ['井上', 'イノウエ', 'inoue'],
  ['木村', 'キムラ', 'kimura'],
  ['清水', 'シミズ', 'shimizu'],
  ['阿部', 'アベ', 'abe'],
  ['池田', 'イケダ', 'ikeda'],
  ['橋本', 'ハシモト', 'hashimoto'],
  ['後藤', 'ゴトウ', 'goto'],
  ['黒木', 'クロキ', 'kuroki'],
] as const

const givens = [
  ['美咲', 'ミサキ', 'female'],
  ['陽子', 'ヨウコ', 'female'],
  ['由美', 'ユミ', 'female'],
  ['恵', 'メグミ', 'female'],
  ['千春', 'チハル', 'female'],
  ['和子', 'カズコ', 'female'],
  ['ひろみ', 'ヒロミ', 'female'],
  ['直樹', 'ナオキ', 'male'],
  ['健太', 'ケンタ', 'male'],
  ['誠', 'マコト', 'male'],
  ['浩二', 'コウジ', 'male'],
  ['大輔', 'ダイスケ', 'male'],
  ['正雄', 'マサオ', 'male'],
] as const

/** The buyer of the guide's example orders. */
export const guidePerson: SamplePerson = {
  customerNo: '1',
  orderer: {
    familyName: 'テスト',
    givenName: 'テスト',
    familyKana: 'テスト',
    givenKana: 'テスト',
    company: '',
    postalCode: '870-9901',
    prefecture: '大分県',
    address1: '若葉市青空町1丁目1-1',
    address2: '',
    tel: '097-000-0001',
    fax: '',
    email: 'test@example.jp',
    sex: 'male',
    bornOn: '1980-01-01',
    job: 18,
  },
}

/** The members of the shop: everybody with a special name, then `count` ordinary ones. */
export function inventMembers(random: Random, count: number, today: BusinessDay): readonly SamplePerson[] {
  const names = [...specialNames, ...Array.from({ length: count }, (_, index) => ordinaryName(random, index))]
  return names.map((name, index) => ({
    customerNo: String(index + 2),
    orderer: ordererOf(name, random, today, isLong(name)),
  }))
}

/** Somebody without a membership; many tell neither sex nor birthday, some no mail address. */
export function inventGuest(random: Random, index: number, today: BusinessDay): SamplePerson {
  const known = ordererOf(ordinaryName(random, 1000 + index), random, today, random.chance(4))
  const silent = random.chance(40) ? { sex: null, bornOn: null, job: null } : {}
  return { customerNo: null, orderer: { ...known, ...silent, email: random.chance(6) ? '' : known.email } }
}

function ordinaryName(random: Random, index: number): Name {
  const [family, familyKana, romaji] = random.pick(families)
  const [given, givenKana, sex] = random.pick(givens)
  const company = random.chance(7) ? `㈲${family}商会` : ''
  return [family, given, familyKana, givenKana, sex, `${romaji}${String(index)}`, company]
}

function ordererOf(name: Name, random: Random, today: BusinessDay, long: boolean): Orderer {
  const [familyName, givenName, familyKana, givenKana, sex, mail, company = ''] = name
  return {
    familyName,
    givenName,
    familyKana,
    givenKana,
    company,
    ...inventAddress(random, long),
    email: `${mail}@example.jp`,
    sex,
    bornOn: random.chance(80) ? addDays(today, -random.between(20 * 365, 85 * 365)) : null,
    job: random.chance(70) ? random.between(1, 18) : null,
  }
}

function isLong(name: Name): boolean {
  return name[0].length > 5
}
