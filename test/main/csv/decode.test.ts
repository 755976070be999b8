import { describe, expect, it } from 'vitest'
import { decodeFile, sniffEncoding } from '../../../src-main/csv/decode.ts'
import { encodeWindows31J } from '../../../src-main/text/windows31j.ts'

const header = '注文番号,お名前(姓),住所1\r\n'

describe('the encoding of a file', () => {
  it.each([
    ['a byte order mark', Buffer.from(`\ufeff${header}`), 'utf-8-bom'],
    ['UTF-8 without one', Buffer.from(header), 'utf-8'],
    ['plain ASCII', Buffer.from('a,b\n1,2\n'), 'utf-8'],
    ['nothing', Buffer.alloc(0), 'utf-8'],
    ['CP932', encodeWindows31J(header), 'cp932'],
    ['half-width kana', encodeWindows31J('ﾃﾞﾝﾜ連絡不要'), 'cp932'],
    ['damaged UTF-8', Buffer.concat([Buffer.from(header), Buffer.from([0xff, 0xfe]), Buffer.from('宮崎')]), 'utf-8'],
    ['damaged CP932', Buffer.concat([encodeWindows31J(header), Buffer.from([0xff, 0x80])]), 'cp932'],
  ])('is found from %s', (_, bytes, encoding) => {
    expect(sniffEncoding(bytes)).toBe(encoding)
  })

  it('cannot be changed by what stands far behind the header', () => {
    const long = Buffer.concat([Buffer.from(header.repeat(3_000)), Buffer.from([0x83]), Buffer.from('\n1,2,3')])
    expect(sniffEncoding(long)).toBe('utf-8')
    expect(decodeFile(long).text.endsWith('\ufffd\n1,2,3')).toBe(true)
  })
})

describe('the text of a file', () => {
  it('has no byte order mark', () => {
    expect(decodeFile(Buffer.from(`\ufeff${header}`))).toEqual({ text: header, encoding: 'utf-8-bom' })
  })

  it('has the letters of Windows, whichever of their two codes was written', () => {
    const bytes = Buffer.concat([encodeWindows31J('注文'), Buffer.from('fbfcfab1eee0ed95878a8740', 'hex')])
    expect(decodeFile(bytes).text).toBe('注文髙﨑髙﨑㈱①')
  })

  it('marks bytes that are no letter and keeps the commas and line ends behind them', () => {
    const bytes = Buffer.concat([encodeWindows31J('名,'), Buffer.from([0x81]), Buffer.from(',x\r\n')])
    expect(decodeFile(bytes).text).toBe('名,\ufffd,x\r\n')
  })

  it('is whole when it is decoded in pieces', () => {
    const line = `表ソ能,${'髙﨑①'.repeat(40)},ｱ\r\n`
    const text = line.repeat(40_000)
    const decoded = decodeFile(encodeWindows31J(text))
    expect(decoded.encoding).toBe('cp932')
    expect(decoded.text === text).toBe(true)
  })
})
