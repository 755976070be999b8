import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import type { MemberRow } from '../../src-shared/member.ts'
import { call } from '../api.ts'
import { attempting } from '../attempt.ts'
import { readCorrection } from '../point-form.ts'

/** A balance that is being put right. */
export const usePointCorrection = defineStore('point-correction', () => {
  /** As the operator saw them; null while no form is open. */
  const member = ref<MemberRow | null>(null)
  const points = ref('')
  const note = ref('')
  const problems = ref<Readonly<Record<string, string>>>({})
  const failure = ref<Failure | null>(null)
  const busy = ref(false)
  const typed = computed(() => member.value !== null && (points.value !== shown(member.value) || note.value !== ''))
  const { attempt, forget } = attempting(failure)

  function open(which: MemberRow): void {
    if (busy.value) return
    forget()
    member.value = which
    points.value = shown(which)
    note.value = ''
    problems.value = {}
  }

  function close(): void {
    if (busy.value) return
    forget()
    member.value = null
  }

  /** The member as stored, or null when something is in the way of it. */
  async function save(): Promise<MemberRow | null> {
    if (busy.value || member.value === null) return null
    const { correction, problems: found } = readCorrection(member.value, points.value, note.value)
    problems.value = found
    if (correction === null) return null
    forget()
    busy.value = true
    const saved = await attempt(() => call('members.correct', correction))
    busy.value = false
    if (saved !== null) close()
    return saved
  }

  /** Somebody else or an order was faster: the balance of now is shown, what was typed stays. */
  async function reload(): Promise<void> {
    const was = member.value
    if (was === null || busy.value) return
    const now = await attempt(() => call('members.open', { id: was.id }))
    if (now !== null) member.value = now
  }

  return { member, points, note, problems, failure, busy, typed, open, close, save, reload }
})

/** A balance as it stands in the field. */
const shown = ({ points }: MemberRow) => (points === null ? '' : String(points))
