import { chosenPictureLimits } from './picture.ts'
import { part, type Params, type Sentence } from './sentence.ts'
import { formatNumber } from './yen.ts'

const { maxBytes, maxSide, maxPixels } = chosenPictureLimits
const others = 'JPEG・PNG・WebP・GIF のいずれかの画像を選んでください。'

/** Failures of 商品マスター. */
export const productSentences = {
  'product.code-taken': (p) => ({
    what: `商品コード「${part(p, 'productCode')}」は、${part(p, 'name', '「', '」で') || 'ほかの商品で'}すでに使われています。`,
    then: 'ほかの商品コードにするか、一覧でその商品を開いて変更してください。',
  }),
  'product.changed-meanwhile': (p) => ({
    what: `${part(p, 'name', '「', '」の') || 'この商品の'}${part(p, 'field') || '内容'}は、開いている間にほかで変更されました。何も登録していません。`,
    then: '読み直すと最新の内容が入ります。入力した項目はそのまま残ります。',
  }),
  'picture.unknown-kind': () => ({
    what: '画像として読めないファイルです。',
    then: `${others}iPhoneのHEIC形式は、JPEGに変えてから選びます。`,
  }),
  'picture.drawing': () => ({
    what: 'SVGの図は、プログラムを含められるため登録できません。',
    then: `PNGなどに書き出してから、${others}`,
  }),
  'picture.broken': () => ({
    what: '画像が壊れているか、途中で切れています。',
    then: '画像を開けるか確かめて、保存し直したファイルを選んでください。',
  }),
  'picture.too-large': () => ({
    what: `画像のファイルが大きすぎます（${formatNumber(maxBytes / 1024 / 1024)}MBまで）。`,
    then: '小さい画像に書き出してから選んでください。',
  }),
  'picture.too-many-pixels': () => ({
    what: `画像の縦横が大きすぎます（1辺は${formatNumber(maxSide)}ピクセルまで、縦×横は${formatNumber(maxPixels / 10_000)}万画素まで）。`,
    then: '縮小した画像を選んでください。',
  }),
  'picture.other-content': () => ({
    what: '画像の中に、画像ではない内容（プログラムや別のファイル）が含まれているため、登録できません。',
    then: '画像ソフトで開いて、別の名前で保存し直したファイルを選んでください。',
  }),
} satisfies Readonly<Record<string, (params: Params) => Sentence>>
