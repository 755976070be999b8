import { describe, expect, it } from 'vitest'
import { errorsOf, GOOD_CARD, NOON, openSandbox, post, register, send, SHOP_FIELDS, valueOf } from './sandbox-bench.ts'

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }
const SEARCH = '/payment/SearchTrade.idPass'

describe('the answer on the wire', () => {
  it('is HTTP 200, text/plain in Windows-31J, chunked, closed, dated by the sandbox, without a line end', async () => {
    const sandbox = await openSandbox()
    const reply = await send(sandbox.url, SEARCH, `${SHOP_FIELDS}&OrderID=nobody`)
    expect(reply.status).toBe(200)
    expect(reply.headers['content-type']).toBe('text/plain;charset=Windows-31J')
    expect(reply.headers['transfer-encoding']).toBe('chunked')
    expect(reply.headers.connection).toBe('close')
    expect(reply.headers.date).toBe(new Date(NOON).toUTCString())
    expect(reply.text).toBe('ErrCode=E01&ErrInfo=E01110002')
  })

  it('carries values raw: blanks, signs and the bytes of Windows-31J', async () => {
    const sandbox = await openSandbox()
    const keys = await register(sandbox, 'a-1')
    // 〜 as 81 60, ① as 87 40, ポ as 83 7C whose second byte is the list separator, then `+ %25 /@`.
    const sent = '%81%60%87%40%83%7C+%2B%2525%2F%40'
    const body = `${keys}&OrderID=a-1&Method=1&${GOOD_CARD}&ClientField1=${sent}&ClientFieldFlag=1`
    const raw = '\x81\x60\x87\x40\x83\x7c +%25/@'
    expect(valueOf(await post(sandbox, 'ExecTran', body), 'ClientField1')).toBe(raw)
    expect(valueOf(await post(sandbox, 'SearchTrade', `${SHOP_FIELDS}&OrderID=a-1`), 'ClientField1')).toBe(raw)
    expect(sandbox.ledger.trade('a-1')?.clientFields[0]).toBe('～①ポ +%25/@')
  })

  it('reads UTF-8 as if it were Windows-31J', async () => {
    const sandbox = await openSandbox()
    const keys = await register(sandbox, 'a-1')
    await post(sandbox, 'ExecTran', `${keys}&OrderID=a-1&Method=1&${GOOD_CARD}&ClientField1=%E3%81%82`)
    expect(sandbox.ledger.trade('a-1')?.clientFields[0]).toBe('縺�')
  })
})

describe('the request', () => {
  it('takes fields in any order, empty as absent, unknown ones ignored', async () => {
    const sandbox = await openSandbox()
    const body = 'Amount=100&Tax=&User=MODP&Version=178&JobCd=AUTH&OrderID=a-1&TdFlag=&'
    expect(errorsOf(await post(sandbox, 'EntryTran', `${body}${SHOP_FIELDS}`))).toEqual([])
    expect(sandbox.ledger.trade('a-1')).toMatchObject({ amountYen: 100, taxYen: 0, itemCode: '0000990' })
  })

  it('is read as multipart/form-data too, byte for byte', async () => {
    const sandbox = await openSandbox()
    const part = (name: string, value: string) =>
      `--xyz\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
    const shop = SHOP_FIELDS.split('&').map((pair) => part(pair.split('=')[0] ?? '', pair.split('=')[1] ?? ''))
    const entry = [...shop, part('OrderID', 'a-1'), part('JobCd', 'AUTH'), part('Amount', '100'), '--xyz--\r\n']
    const headers = { 'Content-Type': 'multipart/form-data; boundary=xyz' }
    const reply = await send(sandbox.url, '/payment/EntryTran.idPass', entry.join(''), headers)
    const fields = [...reply.text.split('&'), 'OrderID=a-1', 'Method=1', ...GOOD_CARD.split('&')]
    const exec = [...fields, 'ClientField1=\x83\x7c', 'ClientFieldFlag=1']
      .map((pair) => part(pair.split('=')[0] ?? '', pair.split('=')[1] ?? ''))
      .join('')
    const paid = await send(sandbox.url, '/payment/ExecTran.idPass', `${exec}--xyz--\r\n`, headers)
    expect(valueOf(paid.text, 'ClientField1')).toBe('\x83\x7c')
  })

  it.each([
    ['not POST', SEARCH, '', FORM, 'PUT', 'E00000001'],
    ['a wrong Accept', SEARCH, SHOP_FIELDS, { ...FORM, Accept: 'application/json' }, 'POST', 'E00000002'],
    ['a wrong type', SEARCH, '{}', { 'Content-Type': 'application/json' }, 'POST', 'E00000003'],
    ['no type', SEARCH, SHOP_FIELDS, {}, 'POST', 'E00000003'],
    ['an empty body', SEARCH, '', FORM, 'POST', 'E00000010'],
    ['broken escapes', SEARCH, 'ShopID=%8', FORM, 'POST', 'E00000010'],
    [
      'a multipart body without parts',
      SEARCH,
      'x',
      { 'Content-Type': 'multipart/form-data; boundary=y' },
      'POST',
      'E00000010',
    ],
    ['more than a megabyte', SEARCH, 'a'.repeat(1_048_577), FORM, 'POST', 'E00000010'],
    ['an unknown endpoint', '/payment/Nothing.idPass', SHOP_FIELDS, FORM, 'POST', 'E91099997'],
    ['another folder of the same length', '/abcdefg/SearchTrade.idPass', SHOP_FIELDS, FORM, 'POST', 'E91099997'],
    ['another place', '/', SHOP_FIELDS, FORM, 'POST', 'E91099997'],
  ])('%s is told in the body, with HTTP 200', async (_what, path, body, headers, method, errInfo) => {
    const sandbox = await openSandbox()
    const reply = await send(sandbox.url, path, body, headers, method)
    expect([reply.status, reply.text]).toEqual([200, `ErrCode=${errInfo.slice(0, 3)}&ErrInfo=${errInfo}`])
  })

  it('is served on 127.0.0.1 only', async () => {
    const sandbox = await openSandbox()
    expect(sandbox.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    await expect(send(sandbox.url.replace('127.0.0.1', '127.0.0.2'), SEARCH, SHOP_FIELDS)).rejects.toThrow()
  })
})

describe('the shop and the access keys', () => {
  it('count together', async () => {
    const sandbox = await openSandbox()
    const keys = await register(sandbox, 'a-1')
    const other = await register(sandbox, 'a-2')
    const mixed = `AccessID=${valueOf(keys, 'AccessID')}&AccessPass=${valueOf(other, 'AccessPass')}`
    const alter = (fields: string) => post(sandbox, 'AlterTran', `${fields}&JobCd=VOID`)
    expect(errorsOf(await alter(`${SHOP_FIELDS}&${mixed}`))).toEqual(['E01110002'])
    expect(errorsOf(await alter(`ShopID=tshop00000001&ShopPass=wrong&${keys}`))).toEqual(['E01030002'])
    expect(errorsOf(await alter(`ShopID=tshop-1&ShopPass=12345678901&${keys}`))).toEqual([
      'E01010008',
      'E01020008',
      'E01030002',
    ])
  })
})
