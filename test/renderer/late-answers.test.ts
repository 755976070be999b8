import { afterEach, describe, expect, it } from 'vitest'
import MemberPointsPage from '../../src-renderer/pages/MemberPointsPage.vue'
import type { MemberRow } from '../../src-shared/member.ts'
import { createFakeDesk, FakeRefusal, type Answers } from '../support/fake-bridge.ts'
import { members } from '../support/fake-products.ts'
import { button, mountPages, settle } from './mount-window.ts'

const pages = { 'member-points': { path: '/members/points', page: MemberPointsPage } }

afterEach(() => {
  document.body.replaceChildren()
})

/** An answer that comes when the test says so. */
function later<T>(): { readonly promise: Promise<T>; readonly come: (value: T) => Promise<void> } {
  let resolve: (value: T) => void
  const promise = new Promise<T>((settled) => {
    resolve = settled
  })
  return {
    promise,
    async come(value) {
      resolve(value)
      await settle()
    },
  }
}

const dialogText = () => document.querySelector('.dialog')?.textContent ?? ''
const inDialog = (id: string): HTMLInputElement => {
  const found = document.querySelector<HTMLInputElement>(`.dialog #${id}`)
  if (!found) throw new Error(`no field ${id}`)
  return found
}
async function type(id: string, text: string): Promise<void> {
  inDialog(id).value = text
  inDialog(id).dispatchEvent(new Event('input'))
  await settle()
}
async function submit(form: string): Promise<void> {
  document.querySelector(`#${form}`)?.dispatchEvent(new Event('submit', { cancelable: true }))
  await settle()
}
async function press(words: string): Promise<void> {
  button(words).click()
  await settle()
}
/** Esc where the focus is, and time for a dialog to go. */
async function escape(): Promise<void> {
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
  await settle()
}

describe('a balance that is corrected', () => {
  async function open(overrides: Partial<Answers>) {
    const desk = createFakeDesk(overrides)
    const { wrapper } = await mountPages(desk, pages, '/members/points')
    const correct = async (row: number) => {
      await wrapper.findAll('tbody tr')[row]?.find('button:last-child').trigger('click')
      await settle()
    }
    return { desk, correct }
  }
  const refusing = (answer: Promise<MemberRow>): Partial<Answers> => ({
    'members.correct': () => {
      throw new FakeRefusal('points.changed-meanwhile', { name: '髙﨑 一郎' })
    },
    'members.open': () => answer,
  })
  async function refused(correct: (row: number) => Promise<void>): Promise<void> {
    await correct(0)
    await type('point-balance', '200')
    await type('point-note', 'お詫び')
    await submit('point-form')
  }

  it('takes no late 読み直す of another member', async () => {
    const answer = later<MemberRow>()
    const { desk, correct } = await open(refusing(answer.promise))
    await refused(correct)
    await press('読み直す')
    await press('やめる')
    await correct(1)
    await answer.come({ ...members[0]!, points: 90 })
    expect(dialogText()).toContain('会員ID 101 山田 花子 様')
    await type('point-balance', '5')
    await type('point-note', '電話')
    await submit('point-form')
    expect(desk.inputs('members.correct').at(-1)).toEqual({ id: 2, seen: null, to: 5, note: '電話' })
  })

  it('stays closed when 読み直す is answered late', async () => {
    const answer = later<MemberRow>()
    const { correct } = await open(refusing(answer.promise))
    await refused(correct)
    await press('読み直す')
    await press('やめる')
    await answer.come({ ...members[0]!, points: 90 })
    expect(document.querySelector('.dialog #point-balance')).toBeNull()
  })

  it('is not lost by Esc once something is typed, and closes before', async () => {
    const { correct } = await open({})
    await correct(0)
    await escape()
    expect(document.querySelector('.dialog #point-balance')).toBeNull()
    await correct(0)
    await type('point-note', 'お詫び')
    await escape()
    expect(inDialog('point-note').value).toBe('お詫び')
  })
})
