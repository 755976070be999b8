import type { Instant } from '../../src-shared/business-day.ts'
import type { Delivery } from '../../src-main/gmo/transport.ts'
import type { Damage } from '../../src-main/sandbox/fault-table.ts'

const page = '<html><head><title>Error</title></head><body><h1>Service error</h1></body></html>'

/** What the client gets of an answer of `body` that was damaged on its way. */
export function damaged(how: Damage, body: Buffer, gatewayAt: Instant): Delivery {
  const answered = (spoilt: Buffer): Delivery => ({ outcome: 'answered', body: spoilt, gatewayAt })
  switch (how) {
    case 'headers-only':
    case 'truncated':
      return { outcome: 'unknown', reason: 'truncated' }
    case 'too-long':
      return { outcome: 'unknown', reason: 'tooLarge' }
    case 'cut-short':
      return answered(body.subarray(0, Math.floor(body.length / 2)))
    case 'empty':
      return answered(Buffer.alloc(0))
    case 'html':
      return answered(Buffer.from(page))
    case 'wrong-charset':
      return answered(Buffer.from(body.toString('latin1'), 'utf16le'))
    case 'other-order':
      return answered(Buffer.from(ofAnother(body.toString('latin1')), 'latin1'))
  }
}

function ofAnother(text: string): string {
  return text.replace(/(AccessID|AccessPass|OrderID)=[^&]*/g, (_all, name: string) =>
    name === 'OrderID' ? 'OrderID=somebody-else' : `${name}=${'e'.repeat(32)}`,
  )
}
