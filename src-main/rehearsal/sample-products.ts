/** Goods of the sample shop. Prices are yen including tax, as the guide's cart keeps them. */
export interface SampleProduct {
  readonly code: string
  readonly name: string
  readonly class1: string
  readonly class2: string
  readonly unitPriceYen: number
  readonly taxRatePercent: 8 | 10
}

const row = (
  code: string,
  name: string,
  unitPriceYen: number,
  taxRatePercent: 8 | 10,
  class1 = '',
  class2 = '',
): SampleProduct => ({ code, name, class1, class2, unitPriceYen, taxRatePercent })

/** Sweets and tea: food at the reduced rate. */
export const foods: readonly [SampleProduct, ...SampleProduct[]] = [
  row('W-101', '季節の上生菓子', 1944, 8, '6個入'),
  row('W-101-9', '季節の上生菓子', 2916, 8, '9個入'),
  row('W-110', '栗むし羊羹', 1620, 8, '1本'),
  row('W-111', '本練り羊羹', 1296, 8, '小倉'),
  row('W-112', '本練り羊羹', 1404, 8, '抹茶'),
  row('W-120', '黒糖かりんとう', 540, 8, '150g'),
  row('W-121', '黒糖かりんとう', 972, 8, '300g'),
  row('W-130', '塩豆大福', 1080, 8, '5個入'),
  row('W-140', '干菓子 四季の詰合せ', 2376, 8, '化粧箱'),
  row('W-150', '表面カリッと揚げせんべい', 486, 8),
  row('W-160', '柚子ソフトゼリー', 324, 8),
  row('W-170', '十勝産小豆の水ようかん', 2592, 8, '8個入'),
  row('W-180', 'ほうじ茶 ティーバッグ', 864, 8, '20包'),
  row('W-181', '煎茶 若みどり', 1512, 8, '100g', '缶入'),
  row('W-190', '能登の塩せんべい', 648, 8),
  row('W-200', '①番人気 どら焼き', 1728, 8, '8個入', '個包装'),
]

/** Pottery, cloth and household goods: the standard rate. */
export const goods: readonly [SampleProduct, ...SampleProduct[]] = [
  row('T-301', '粉引の飯碗', 2420, 10, '中', '白'),
  row('T-302', '粉引の飯碗', 2640, 10, '大', '白'),
  row('T-305', '藍染付の湯呑', 1980, 10),
  row('T-310', '急須', 5280, 10, '300ml', '黒泥'),
  row('T-311', '急須', 5280, 10, '300ml', '朱泥'),
  row('T-320', '豆皿 五枚組', 3300, 10, '', '藍'),
  row('T-330', '土鍋', 9900, 10, '8号', '飴釉'),
  row('T-340', '片口と盃のセット', 6600, 10),
  row('T-350', '花器 つぼみ', 4180, 10, '', '青磁'),
  row('N-501', '竹の菓子切り', 440, 10, '2本組'),
  row('N-510', '麻の茶巾', 770, 10),
  row('N-520', '手ぬぐい', 1100, 10, '', '麻の葉'),
  row('N-521', '手ぬぐい', 1100, 10, '', '青海波'),
  row('N-530', '木曽桧のまな板', 4950, 10, '36cm'),
  row('N-540', '銅のおろし金', 3850, 10),
  row('N-550', '和ろうそく', 1650, 10, '4匁', '10本'),
  row('N-560', '風呂敷', 2750, 10, '70cm', '茜'),
  row('N-570', 'のし紙・包装', 110, 10),
]

/** The line of the guide's page 9. */
export const guideProduct: SampleProduct = row('123456', '商品A', 5250, 10)

/** Twice this, with 550 yen of shipping, is the 2,990 yen of the guide's page 4. */
export const smallProduct: SampleProduct = row('T-306', '藍染付の蕎麦猪口', 1220, 10)
