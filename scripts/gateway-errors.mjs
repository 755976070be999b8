/**
 * Makes resources/gateway-errors.json from a table of the gateway's error codes:
 *
 *     node scripts/gateway-errors.mjs <table.tsv>
 *
 * The table (tab separated, with a header line) has the code in its first column, the vendor's explanation in
 * Japanese and English in the third and fourth and the vendor's word for the trade's state in the sixth. The
 * explanations are only read to find out which item a code is about and what is wrong with it; no text of the
 * table is written. The words the operator reads are made in src-main/gmo/error-words.ts.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { argv, exit, stdout } from 'node:process'
import { fileURLToPath } from 'node:url'
import {
  fieldByWords,
  kindByCode,
  kindByEnding,
  kindByWords,
  kindsWithoutField,
  settledByHand,
} from './gateway-error-rules.mjs'

/** @param {string} code @param {string} words */
function derive(code, words) {
  const kind = kindOf(code, words)
  return [kindsWithoutField.includes(kind) ? null : fieldOf(code, words), kind]
}

/** @param {string} code @param {string} words */
function kindOf(code, words) {
  const byCode = kindByCode.find(([pattern]) => pattern.test(code))
  if (byCode) return byCode[1]
  const byWords = kindByWords.find(([pattern]) => pattern.test(words))
  if (byWords) return byWords[1]
  if (/^(E01|M01|F01|BA1)/.test(code)) return kindByEnding[code.slice(-3)] ?? 'other'
  return 'other'
}

/** @param {string} code @param {string} words */
function fieldOf(code, words) {
  if (/^42G|^42C|^E21|^E41|^N0C/.test(code)) return /^42G(6[789]|7\d|8[01])/.test(code) ? fieldIn(words) : 'card'
  if (/^E1101001/.test(code)) return 'trade'
  return fieldIn(words)
}

/** @param {string} words */
function fieldIn(words) {
  const withoutApology = words.replace(/(取引失敗を表示|取引内容をご|発生時刻や|申し訳|お問い合わせ).*/, '')
  return fieldByWords.find(([pattern]) => pattern.test(withoutApology))?.[1] ?? null
}

/**
 * `nothing` when the vendor says that the request changed nothing. Unknown when the vendor says so, when its word is
 * "paid", and for a breakdown of which the vendor says nothing: one free inquiry costs less than a wrong guess.
 *
 * @param {string} code @param {string} state @param {string} kind
 */
function tradeStateOf(code, state, kind) {
  const word = state.split('/')[0]
  if (/^(E90|E91|42C)/.test(code) || /不明|決済完了/.test(word)) return 'unknown'
  return word === '' && ['systemError', 'networkError', 'inProgress', 'other'].includes(kind) ? 'unknown' : 'nothing'
}

/** The ErrCode the gateway sends next to `code`: `42G020000` belongs to `G02`, `E01010001` to `E01`. */
function classOf(code) {
  return code.startsWith('42') ? code.slice(2, 5) : code.slice(0, 3)
}

/** @param {string} line */
function readLine(line) {
  const [code, , japanese, english, , state] = line.split('\t')
  const words = (japanese === '' ? english : japanese).normalize('NFKC')
  const [field, kind] = settledByHand[code] ?? derive(code, words)
  return [code, { class: classOf(code), tradeState: tradeStateOf(code, state, kind), field, kind }]
}

const source = argv[2]
if (source === undefined) {
  stdout.write('usage: node scripts/gateway-errors.mjs <table.tsv>\n')
  exit(2)
}
const rows = readFileSync(source, 'utf8').split(/\r?\n/).slice(1).filter(Boolean).map(readLine)
rows.sort(([a], [b]) => (a < b ? -1 : 1))
const lines = rows.map(([code, row]) => `  ${JSON.stringify(code)}: ${JSON.stringify(row)}`)
writeFileSync(
  fileURLToPath(new URL('../resources/gateway-errors.json', import.meta.url)),
  `{\n${lines.join(',\n')}\n}\n`,
)
stdout.write(`${rows.length} codes\n`)
