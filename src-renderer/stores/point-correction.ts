import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import type { MemberRow } from '../../src-shared/member.ts'
import { call, failureOf } from '../api.ts'
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
  /** One per opening, closing and question: an answer to an older one is dropped. */
  let turn = 0

  function open(which: MemberRow): void {
    if (busy.value) return
    turn += 1
    member.value = which
    points.value = shown(which)
    note.value = ''
    problems.value = {}
    failure.value = null
  }

  function close(): void {
    if (busy.value) return
    turn += 1
    member.value = null
  }

  /** The member as stored, or null when something is in the way of it. */
  async function save(): Promise<MemberRow | null> {
    if (busy.value || member.value === null) return null
    const read = readCorrection(member.value, points.value, note.value)
    problems.value = read.problems
    if (read.correction === null) return null
    turn += 1
    busy.value = true
    failure.value = null
    try {
      const saved = await call('members.correct', read.correction)
      member.value = null
      return saved
    } catch (error) {
      failure.value = failureOf(error)
      return null
    } finally {
      busy.value = false
    }
  }

  /** Somebody else or an order was faster: the balance of now is shown, what was typed stays. */
  async function reload(): Promise<void> {
    const was = member.value
    if (was === null || busy.value) return
    turn += 1
    const mine = turn
    try {
      const now = await call('members.open', { id: was.id })
      if (mine !== turn) return
      member.value = now
      failure.value = null
    } catch (error) {
      if (mine === turn) failure.value = failureOf(error)
    }
  }

  return { member, points, note, problems, failure, busy, typed, open, close, save, reload }
})

/** A balance as it stands in the field. */
const shown = ({ points }: MemberRow) => (points === null ? '' : String(points))
