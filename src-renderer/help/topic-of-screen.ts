import type { HelpTopic } from './topics.ts'

const topics: Readonly<Record<string, HelpTopic>> = {
  home: 'authorised',
  orders: 'authorised',
  order: 'cancelTable',
  status: 'sales',
  reconcile: 'authorised',
  gateway: 'deadline',
}

/** The entry F1 opens on a screen, by its route name. */
export function topicOfScreen(route: string): HelpTopic {
  return topics[route] ?? 'gmo'
}
