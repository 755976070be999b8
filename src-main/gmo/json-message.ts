import { judge, parseAnswer } from './answer.ts'
import type { Answer, AnswerFields } from './answer.ts'
import type { EncodedForm, FormFields } from './form.ts'

/**
 * The request body of the one call that speaks JSON: UTF-8 (gmo-protocol.md §3.11). A name such as `credit.JobCd` puts
 * its value into that object; one that ends in `[]` holds a `|` list. Refused when half of a surrogate pair would be
 * sent, which UTF-8 cannot hold.
 */
export function encodeJson(fields: FormFields): EncodedForm {
  const sent = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]))
  const unencodable = sent.flatMap(({ name: field, value }) =>
    [...value.matchAll(/\p{Surrogate}/gu)].map(({ index, 0: character }) => ({ field, index, character })),
  )
  if (unencodable.length > 0) return { ok: false, unencodable }
  const groups: Record<string, unknown> = {}
  for (const { name, value } of sent) {
    const [group = '', member] = name.replace(/\[\]$/, '').split('.')
    const content = name.endsWith('[]') ? value.split('|') : value
    groups[group] = member === undefined ? content : { ...(groups[group] ?? {}), [member]: content }
  }
  return { ok: true, body: Buffer.from(JSON.stringify(groups), 'utf8') }
}

/**
 * Reads an answer in JSON: one object with text values, or a list of refusals `[{"ErrCode", "ErrInfo"}]` (keys seen
 * with a small first letter too). A refusal may also come in the form protocol. Anything else is unreadable.
 */
export function parseJsonAnswer(body: Uint8Array): Answer {
  const value = jsonOf(body)
  if (value === undefined) return refusalOnly(parseAnswer(body))
  if (!Array.isArray(value)) return answerOf(value)
  const answers = value.map(answerOf)
  const codes = answers.flatMap((answer) => (answer.kind === 'errors' ? answer.codes : []))
  const wellFormed = answers.length > 0 && answers.every(({ kind }) => kind === 'errors')
  return wellFormed ? { kind: 'errors', codes: [...new Set(codes)] } : { kind: 'unreadable' }
}

/** `answer`, unless it says that something was done. */
export function refusalOnly(answer: Answer): Answer {
  return answer.kind === 'errors' ? answer : { kind: 'unreadable' }
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown
  } catch {
    return undefined
  }
}

function answerOf(value: unknown): Answer {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { kind: 'unreadable' }
  const fields = Object.create(null) as Record<string, string>
  for (const [name, text] of Object.entries(value)) {
    const key = name.toLowerCase()
    if (typeof text === 'string' && fields[key] === undefined) fields[key] = text
  }
  return judge(fields satisfies AnswerFields)
}
