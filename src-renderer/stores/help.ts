import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { HelpContacts } from '../../src-shared/contacts.ts'
import type { Failure } from '../../src-shared/failure.ts'
import { defaultCancelRules } from '../../src-shared/settlement-deadline.ts'
import { call, failureOf } from '../api.ts'
import type { HelpTerms } from '../help/help-dates.ts'
import type { HelpTopic } from '../help/topics.ts'

/** The guide's contract, until the shop's own was read. */
const guideTerms: HelpTerms = { ...defaultCancelRules, authorisationDays: 90 }

/** Help: which entry is open, and what its tables are counted from. */
export const useHelp = defineStore('help', () => {
  /** The entry beside the screen; null while the panel is closed. */
  const beside = ref<HelpTopic | null>(null)
  const terms = shallowRef<HelpTerms>(guideTerms)
  const contacts = shallowRef<HelpContacts | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const message = ref('')
  const busy = ref(false)

  /** Shows an entry beside the screen, with the shop's terms as they are now. */
  function open(topic: HelpTopic): void {
    beside.value = topic
    void load()
  }

  function close(): void {
    beside.value = null
  }

  async function load(): Promise<void> {
    failure.value = null
    message.value = ''
    try {
      const [settings, found] = await Promise.all([call('settings.gateway', {}), call('settings.contacts', {})])
      const { authorisationDays, salesVoidedOn, singleCancel, cancelDays } = settings
      terms.value = { authorisationDays, salesVoidedOn, singleCancel, cancelDays }
      contacts.value = found
    } catch (error) {
      failure.value = failureOf(error)
    }
  }

  async function saveContacts(input: HelpContacts): Promise<void> {
    if (busy.value) return
    busy.value = true
    failure.value = null
    message.value = ''
    try {
      contacts.value = await call('settings.save-contacts', input)
      message.value = 'お問い合わせ先を登録しました。'
    } catch (error) {
      failure.value = failureOf(error)
    } finally {
      busy.value = false
    }
  }

  return { beside, terms, contacts, failure, message, busy, open, close, load, saveContacts }
})
