import { inject, type InjectionKey } from 'vue'
import type { HelpTopic } from './topics.ts'

/** Opens an entry of Help beside the screen; the frame provides it. */
export type OpenHelp = (topic: HelpTopic) => void

export const openHelpKey: InjectionKey<OpenHelp> = Symbol('open-help')

/** How a mark asks for its entry; null where there is no frame around it, and no mark is shown then. */
export function useOpenHelp(): OpenHelp | null {
  return inject(openHelpKey, null)
}
