import { encodeWindows31J } from '../../../src-main/text/windows31j.ts'
import { accessId, everyCall, orderId } from './every-call.ts'

/** Passes that must never be seen outside the request and the key to the trade. */
export const shopPass = 'CANARYSP1'
export const tradePass = 'CANARYtradepass4bd4b110800e09805'
export const answeredPass = 'CANARYansweredpassb110800e098055'

/** Numbers from 0 up to, but not including, `below`; the same seed gives the same row (mulberry32). */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

type Random = ReturnType<typeof randomFrom>

/** Pieces that mean something to some reader, the passes among them. */
const pieces = [
  ...['&', '=', '|', '\r\n', '\0', '%', '"', '{', '}', '[', ']', ',', ':', '<html>', 'ポソ表', '\ud800', '🙂'],
  ...['ErrCode=E01', 'ErrInfo=E01110002', '&ErrInfo=', 'E91020001', 'E92000001', '|42C010000', `ErrInfo=${shopPass}`],
  ...['ACS=1&ACSUrl=', 'ACS=2&RedirectUrl=', '&PaReq=', '&ReceiptUrl=https://a.example/?b=c&d=', '&PaymentURL=x'],
  ...['__proto__=1&', '"__proto__":{"a":1},', 'Status=CANCEL', 'Status=SALES', '99999999999999', '20130231000000'],
  ...[orderId, accessId, 'OrderID=9', `AccessPass=${answeredPass}`, tradePass, shopPass],
  ...[`ShopPass=${shopPass}`, `"x":"${shopPass}"`, `Approve=${tradePass}`, `Forward=${shopPass}`, 'LinkUrl'],
]

const bodies = everyCall.map(({ good }) => good.replace(/AccessPass=\w+/, `AccessPass=${answeredPass}`))

const refusals = [
  'ErrCode=E01&ErrInfo=E01110002',
  'ErrCode=M01&ErrInfo=M01004002',
  'ErrCode=E01|E01|E01&ErrInfo=E01090008|E01100008|E01110002',
  'ErrCode=E91&ErrInfo=E91020001',
  '[{"ErrCode":"E01","ErrInfo":"E01040010"},{"errCode":"E92","errInfo":"E92000001"}]',
]

function pick<T>(random: Random, list: readonly T[]): T {
  const one = list[random(list.length)]
  if (one === undefined) throw new RangeError('nothing to pick from')
  return one
}

/** One random change: bytes flipped, cut, doubled, put in, or a meaningful piece put in. */
function changed(random: Random, body: Buffer): Buffer {
  const at = random(body.length + 1)
  const to = at + random(body.length - at + 1)
  const [before, between, after] = [body.subarray(0, at), body.subarray(at, to), body.subarray(to)]
  switch (random(6)) {
    case 0:
      return Buffer.concat([before, after])
    case 1:
      return Buffer.concat([before, between, between, after])
    case 2:
      return before
    case 3:
      return Buffer.concat([before, bytes(random, 1 + random(4)), body.subarray(at)])
    default:
      return Buffer.concat([before, encodeWindows31J(pick(random, pieces)), body.subarray(random(2) === 0 ? at : to)])
  }
}

function bytes(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random(256)))
}

/** The body of an answer that is more or less like one of the gateway's; `index` names the call it is like. */
export function randomBody(random: Random, index: number): Buffer {
  if (random(20) === 0) return bytes(random, random(400))
  const like = random(8) === 0 ? pick(random, refusals) : bodies[random(4) === 0 ? random(bodies.length) : index]
  let body: Buffer = Buffer.from(like ?? '')
  for (let left = random(4); left > 0; left -= 1) body = changed(random, body)
  return body
}

/** The bytes of a whole HTTP answer around `body`: mostly proper, sometimes broken anywhere. */
export function randomAnswer(random: Random, body: Buffer): Buffer {
  const status = random(4) > 0 ? '200 OK' : pick(random, ['400 Bad Request', '302 Found', '503 Busy', '204 No'])
  const framing = pick(random, [
    `Content-Length: ${body.length}`,
    `Content-Length: ${body.length}`,
    `Content-Length: ${body.length + random(9)}`,
    'Connection: close',
    'Transfer-Encoding: chunked',
  ])
  const date = pick(random, ['Fri, 01 Mar 2013 02:59:35 GMT', 'yesterday', shopPass])
  const head = Buffer.from(`HTTP/1.1 ${status}\r\nDate: ${date}\r\n${framing}\r\nConnection: close\r\n\r\n`)
  const chunk = Buffer.from(`${body.length.toString(16)}\r\n`)
  const chunked = Buffer.concat([chunk, body, Buffer.from('\r\n0\r\n\r\n')])
  const whole = Buffer.concat([head, framing.startsWith('Transfer') ? chunked : body])
  return random(5) === 0 ? changed(random, whole) : whole
}
