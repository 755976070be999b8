import type { AnswerFields } from './answer.ts'
import { changeOf } from './change.ts'
import type { Change } from './change.ts'
import type { Call, Exchange } from './exchange.ts'
import type { Reading } from './trade.ts'
import { createTurns } from './turns.ts'

/** Sends calls, one for each order at a time. */
export interface Sender {
  /** Waits until no other call for the order is under way. */
  readonly inquire: Exchange
  /** The same, for a call that may change something; a second such call for the order is a thrown bug. */
  change<T>(call: Call, read: (fields: AnswerFields) => Reading<T>): Promise<Change<T>>
}

/** A sender over `exchange`. */
export function createSender(exchange: Exchange): Sender {
  const turns = createTurns()
  const changing = new Set<string>()

  const inTurn: Exchange = async (call, read) => {
    const release = await turns.take(call.gatewayOrderId)
    try {
      return await exchange(call, read)
    } finally {
      release()
    }
  }

  return {
    inquire: inTurn,
    async change(call, read) {
      const { gatewayOrderId } = call
      if (changing.has(gatewayOrderId)) throw new Error(`trade ${gatewayOrderId} is already being changed`)
      changing.add(gatewayOrderId)
      try {
        return await inTurn(call, (reply) => changeOf(reply, read))
      } finally {
        changing.delete(gatewayOrderId)
      }
    },
  }
}
