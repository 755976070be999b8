import { defineStore } from 'pinia'
import type { Failure } from '../../src-shared/failure.ts'
import type { MailSettings, MailSettingsInput, MailTrial } from '../../src-shared/mail.ts'
import { call, failureOf } from '../api.ts'

interface MailSettingsState {
  stored: MailSettings | null
  trial: MailTrial | null
  failure: Failure | null
  message: string
  busy: boolean
}

/** 基本設定 → メール. */
export const useMailSettings = defineStore('mail-settings', {
  state: (): MailSettingsState => ({ stored: null, trial: null, failure: null, message: '', busy: false }),
  actions: {
    async step(work: () => Promise<string>): Promise<void> {
      if (this.busy) return
      this.busy = true
      this.failure = null
      this.message = ''
      this.trial = null
      try {
        this.message = await work()
      } catch (error) {
        this.failure = failureOf(error)
      } finally {
        this.busy = false
      }
    },

    load(): Promise<void> {
      return this.step(async () => {
        this.stored = await call('settings.mail', {})
        return ''
      })
    },

    save(input: MailSettingsInput): Promise<void> {
      return this.step(async () => {
        this.stored = await call('settings.save-mail', input)
        return '設定を登録しました。'
      })
    },

    /** 送信テスト, with what is stored. */
    test(): Promise<void> {
      return this.step(async () => {
        this.trial = await call('settings.test-mail', {})
        return ''
      })
    },
  },
})
