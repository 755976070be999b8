import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAnswer, valueOf } from '../../../src-main/gmo/answer.ts'
import { encodeForm } from '../../../src-main/gmo/form.ts'
import { decodeWindows31J, unencodable } from '../../../src-main/text/windows31j.ts'

function bodyOf(fields: Record<string, string | undefined>): string {
  const form = encodeForm(fields)
  if (!form.ok) throw new Error('not encoded')
  return form.body.toString('latin1')
}

/** The reading a server that follows the form rules gives. */
function readBack(body: string): string {
  const raw = body.slice(body.indexOf('=') + 1)
  const bytes = raw.replaceAll(/%([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return decodeWindows31J(Buffer.from(bytes, 'latin1'))
}

describe('the request body', () => {
  it.each([
    ['～①', '%81%60%87%40'],
    ['〜①', '%81%60%87%40'],
    ['−', '%81%7C'],
    ['山田太郎', '%8ER%93c%91%BE%98Y'],
    ['テストテスト', '%83e%83X%83g%83e%83X%83g'],
    ['09:00-18:00', '09%3A00-18%3A00'],
    ['a b&c=d+e%f|g', 'a%20b%26c%3Dd%2Be%25f%7Cg'],
    ['1024-23120000', '1024-23120000'],
  ])('%s is sent as %s', (value, sent) => {
    expect(bodyOf({ ClientField1: value })).toBe(`ClientField1=${sent}`)
  })

  it('is byte for byte what was recorded', () => {
    const recorded = 'ItemName=%8Dw%93%FC%82%B7%82%E9%8F%A4%95i%96%BC'
    expect(bodyOf({ ItemName: '購入する商品名' })).toBe(recorded)
    expect(readBack(recorded)).toBe('購入する商品名')
  })

  it('a free field comes back as it was sent: the recorded ～ and ①, 髙﨑, folded signs, a | byte', () => {
    expect(bodyOf({ ClientField1: '髙﨑' })).toBe('ClientField1=%FB%FC%FA%B1')
    expect(bodyOf({ ClientField1: '〜−‖—¢£¬' })).toBe('ClientField1=%81%60%81%7C%81a%81%5C%81%91%81%92%81%CA')
    for (const text of ['～①', '髙﨑', 'ポポ', 'ソ表能', ' a=b+c%20 ']) {
      const sent = bodyOf({ ClientField1: text })
      const bytes = sent.replaceAll(/%([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)))
      const answer = parseAnswer(Buffer.from(`OrderID=1&${bytes}&ClientField2=`, 'latin1'))
      expect(answer.kind === 'fields' && valueOf(answer.fields, 'ClientField1')).toBe(text)
    }
  })

  it('keeps the order of the fields, sends empty values and leaves out absent ones', () => {
    expect(bodyOf({ B: '1', A: '', C: undefined, D: '2' })).toBe('B=1&A=&D=2')
  })

  it('names every character that would be lost, and is not made', () => {
    expect(encodeForm({ OrderID: '1', Name: '𠮷野é', Memo: '御' })).toEqual({
      ok: false,
      unencodable: [
        { field: 'Name', index: 0, character: '𠮷' },
        { field: 'Name', index: 3, character: 'é' },
      ],
    })
  })

  it('any text that can be sent arrives as it was, and stays inside its field', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('ソポ表〜①髙&=%+ |?\r\naZ9-_é😀')) }), (text) => {
        const form = encodeForm({ F: text })
        expect(form.ok).toBe(unencodable(text).length === 0)
        if (!form.ok) return
        const body = form.body.toString('latin1')
        expect(body).toMatch(/^F=[A-Za-z0-9%._*-]*$/)
        expect(readBack(body)).toBe(text.replaceAll('〜', '～'))
      }),
      { numRuns: 2_000 },
    )
  })
})
