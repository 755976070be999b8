import type { EventMessage, EventName, Events } from '../src-shared/api.ts'

/** Tells the host what happened in the core. One listener: the host passes messages on to its windows. */
export interface EventSink {
  send<N extends EventName>(name: N, payload: Events[N]): void
}

/** An `EventSink` whose messages go to `listener`; a failing listener is a bug of the host and must not stop money. */
export function createEvents(listener: (event: EventMessage) => void): EventSink {
  return {
    send(name, payload) {
      listener({ name, payload } as EventMessage)
    },
  }
}
