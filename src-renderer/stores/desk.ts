import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { DeskState } from '../../src-shared/api.ts'
import { call, failureOf, onEvent, openExternal, revealDataFolder } from '../api.ts'
import { useNotices } from './notices.ts'

/** What the frame shows; kept up to date by the core's `desk.state` messages. */
export const useDesk = defineStore('desk', () => {
  const state = ref<DeskState | null>(null)

  /** Reads the state once and listens from then on. */
  async function start(): Promise<void> {
    onEvent('desk.state', (next) => {
      state.value = next
    })
    onEvent('core.stopped', ({ failure }) => {
      useNotices().report(failure)
    })
    await refresh()
  }

  async function refresh(): Promise<void> {
    try {
      state.value = await call('desk.state', {})
    } catch (error) {
      useNotices().report(failureOf(error))
    }
  }

  /** Opens a web address in the system's browser; false when the shell does not know its host. */
  async function openPage(url: string): Promise<boolean> {
    return openExternal(url)
  }

  /** Shows the data folder in the system's file manager. */
  async function revealFolder(): Promise<void> {
    await revealDataFolder()
  }

  return { state, start, refresh, openPage, revealFolder }
})
