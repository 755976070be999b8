/**
 * Spellings of one character that people type for each other: the form in a register on the left, the everyday form on
 * the right. Shapes of the same character only, never different ones that merely sound alike.
 */
const variantPairs =
  '髙高 﨑崎 嵜崎 碕崎 邉辺 邊辺 濵浜 濱浜 斉斎 齋斎 齊斎 澤沢 廣広 國国 眞真 栁柳 桺柳 𠮷吉 德徳 惠恵 櫻桜 瀨瀬 嶋島 嶌島 ' +
  '槇槙 榮栄 條条 曾曽 冨富 壽寿 龍竜 瀧滝 淵渕 淸清 靜静 豐豊 彌弥 淺浅 鐵鉄 關関 圓円 萬万 莊荘 佛仏 傳伝 兒児 學学 實実 ' +
  '將将 應応 戶戸 晉晋 會会 來来 檜桧 澁渋 狹狭 獨独 禮礼 穗穂 總総 藏蔵 蘆芦 讓譲 讚讃 郞郎 醫医 釋釈 鷗鴎 鹽塩 黑黒 黃黄 ' +
  '龜亀 增増 橫横 步歩 每毎 緖緒 綠緑 顯顕 歷歴 曆暦 ヶケ ヵカ'
const variants = new Map(
  variantPairs.split(' ').map((pair) => {
    const [from = '', to = ''] = Array.from(pair)
    return [from, to] as const
  }),
)

/** Hyphens and dashes of every width, and the ruled lines that old input methods give for them. */
const hyphens = /[-\u00ad\u2010-\u2015\u2043\u2212\u2500\u2501\ufe63]/gu
/** Blanks, control and format characters, halves of broken pairs, and marks that only choose a glyph. */
const invisible = /[\p{Z}\p{Cc}\p{Cf}\p{Cs}\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu
const hiragana = /[\u3041-\u3096\u309d\u309e]/g
/** Letters that are their own folded form: what most names and readings are made of. */
const unfolded = new RegExp(`^[0-9a-z\u30a1-\u30fa\u4e00-\u9fff]*$`)
const variantLetters = new RegExp(`[${Array.from(variants.keys()).join('')}]`, 'u')
/** A long-vowel mark that lengthens nothing: someone's hyphen, as in 03ー1234. */
const strayLongVowels = /(^|[^\u30a1-\u30fa\u30fc])\u30fc+/gu

/**
 * The form in which names, readings and remarks are compared: widths and case levelled, hiragana as katakana, blanks and
 * hyphens gone, variant characters as the everyday one. ー stays after katakana, where it is a sound (コーヒー is not
 * コヒ), and counts as a hyphen anywhere else. Empty when nothing is left to search for.
 */
export function fold(text: string): string {
  if (unfolded.test(text) && !variantLetters.test(text)) return text
  const levelled = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(invisible, '')
    .replace(hyphens, '')
    .replace(hiragana, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0x60))
    .replace(strayLongVowels, '$1')
  return Array.from(levelled, (letter) => variants.get(letter) ?? letter).join('')
}

/** What most addresses and numbers are made of; nothing of it changes. */
const plainMail = /^[!-@[-~]*$/

/** The form in which mail addresses are compared: widths and case levelled, no blanks; hyphens belong to the address. */
export function foldMail(text: string): string {
  if (plainMail.test(text)) return text
  return text.normalize('NFKC').toLowerCase().replace(invisible, '')
}

/** The form in which telephone numbers are compared: half-width, without what people put between the digits. */
export function foldTel(text: string): string {
  return foldMail(text)
    .replace(hyphens, '')
    .replace(/[()+./\u30fc]/g, '')
}

/** The tokenizer splits at ASCII signs, so each stands for itself from the last private plane, where no text lives. */
const asciiTokens = Array.from({ length: 0x80 }, (_none, code) => {
  const letter = String.fromCharCode(code)
  return /[0-9a-z]/.test(letter) ? letter : String.fromCodePoint(0xf0000 + code)
})

function tokenOf(letter: string): string {
  return asciiTokens[letter.charCodeAt(0)] ?? letter
}

function asToken(letters: string): string {
  let token = ''
  for (const letter of letters) token += tokenOf(letter)
  return token
}

/** Up to so many letters, as names have, looking through a list is quicker than keeping a set. */
const SHORT = 40

/**
 * A folded text as the search index holds it: each two neighbouring letters, and the last letter alone so that one
 * letter can be found as the beginning of an entry. Entries are separated by blanks, each once.
 */
export function letterPairs(folded: string): string {
  const pairs = folded.length > SHORT ? new Set<string>() : null
  const list: string[] = []
  const add = (pair: string) => {
    if (pairs === null ? list.includes(pair) : pairs.has(pair)) return
    pairs?.add(pair)
    list.push(pair)
  }
  let before = ''
  for (const letter of folded) {
    const token = tokenOf(letter)
    if (before !== '') add(before + token)
    before = token
  }
  if (before !== '') add(before)
  return list.join(' ')
}

/**
 * What to ask the index for texts that contain `folded` (not empty). Exact for one and two letters; for more it finds
 * every such text and perhaps others, so the folded text itself has to be looked at (`isExact` says which).
 */
export function pairQuery(folded: string): { readonly match: string; readonly isExact: boolean } {
  const letters = Array.from(folded)
  if (letters.length === 1) return { match: `"${asToken(folded)}" *`, isExact: true }
  // Every second pair and the last one leave no letter out; the others cost much and rule hardly anything else out.
  const chosen = letters.slice(1).map((letter, index) => ({ pair: (letters[index] ?? '') + letter, index }))
  const pairs = chosen
    .filter(({ index }) => index % 2 === 0 || index === letters.length - 2)
    .map(({ pair }) => `"${asToken(pair)}"`)
  return { match: Array.from(new Set(pairs)).join(' AND '), isExact: letters.length === 2 }
}
