import { createRequire } from 'node:module'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type * as GmopgModule from 'gmopg'
import { openSandbox, SHOP, valueOf } from './sandbox-bench.ts'
import type { Sandbox } from '../../../src-main/sandbox/server.ts'

// The package is CommonJS with a `default` of its own, which the two module systems wrap differently.
const gmopg = createRequire(import.meta.url)('gmopg') as typeof GmopgModule
const { JobCd, Method, PayType } = gmopg.ENUMS

afterEach(() => {
  vi.unstubAllEnvs()
})

function clientOf(sandbox: Sandbox) {
  const keys = { ShopID: SHOP.shopId, ShopPass: SHOP.shopPass, SiteID: 'tsite00000001', SitePass: 'sandbox01' }
  return new gmopg.default({ baseUrl: sandbox.url, ...keys })
}

describe('the npm package gmopg, unchanged', () => {
  it('authorises, captures, changes, cancels and finds a card trade', async () => {
    const sandbox = await openSandbox()
    const client = clientOf(sandbox)
    const entry = await client.entryTran({ OrderID: 'g-1', JobCd: JobCd.Auth, Amount: 1000 })
    const keys = { AccessID: entry.AccessID, AccessPass: entry.AccessPass }
    const card = { CardNo: '4111111111111111', Expire: '2912', SecurityCode: '123' }
    const exec = await client.execTran({ ...keys, OrderID: 'g-1', Method: Method.Lump, ...card })
    const sales = await client.alterTran({ ...keys, JobCd: JobCd.Sales, Amount: 1000 })
    expect(sales.TranID).toBe(exec.TranID)
    const change = await client.changeTran({ ...keys, JobCd: JobCd.Capture, Amount: 800 })
    expect(change.TranID).not.toBe(exec.TranID)
    expect(await client.searchTrade({ OrderID: 'g-1' })).toMatchObject({ Status: 'CAPTURE', Amount: '800', ...keys })
    await client.alterTran({ ...keys, JobCd: JobCd.Void })
    const again = client.alterTran({ ...keys, JobCd: JobCd.Void })
    await expect(again).rejects.toMatchObject({ errInfo: ['E11010003'] })
  })

  it('goes through the convenience store, with Japanese names', async () => {
    const sandbox = await openSandbox()
    const client = clientOf(sandbox)
    const order = async (orderId: string) => {
      const entry = await client.entryTranCvs({ OrderID: orderId, Amount: 2990, Tax: 0 })
      const keys = { AccessID: entry.AccessID, AccessPass: entry.AccessPass, OrderID: orderId }
      const shop = { ReceiptsDisp11: 'Shop', ReceiptsDisp12: '0300000001', ReceiptsDisp13: '09:00-18:00' }
      const buyer = { CustomerName: '山田太郎', CustomerKana: 'ヤマダタロウ', TelNo: '0300000001' }
      const exec = await client.execTranCvs({ ...keys, Convenience: gmopg.ENUMS.CvsCode.Lawson, ...buyer, ...shop })
      return { keys, exec }
    }
    const { exec } = await order('g-2')
    sandbox.pay('g-2')
    const found = await client.searchTradeMulti({ OrderID: 'g-2', PayType: PayType.Cvs })
    expect(found).toMatchObject({ Status: 'PAYSUCCESS', CvsReceiptNo: exec.ReceiptNo, CvsConfNo: exec.ConfNo })
    const { keys } = await order('g-3')
    expect(await client.cancelCvs(keys)).toMatchObject({ OrderID: 'g-3', Status: 'CANCEL' })
  })

  it('keeps members and cards', async () => {
    const sandbox = await openSandbox()
    const client = clientOf(sandbox)
    await client.saveMember({ MemberID: 'm-1', MemberName: 'Taro' })
    for (const CardNo of ['4111111111111111', '5555555555554444']) {
      await client.saveCard({ MemberID: 'm-1', CardNo, Expire: '2912' })
    }
    const cards = await client.searchCard({ MemberID: 'm-1', SeqMode: gmopg.ENUMS.SeqMode.Logic })
    expect(cards.map((one) => one.CardNo)).toEqual(['*************111', '*************444'])
    expect(await client.searchMember({ MemberID: 'm-1' })).toMatchObject({ MemberName: 'Taro', DeleteFlag: '0' })
  })
})

describe("the platform's own fetch and FormData", () => {
  it('send multipart/form-data that is understood', async () => {
    const sandbox = await openSandbox()
    const post = async (name: string, fields: Record<string, string>) => {
      const form = new FormData()
      for (const [field, value] of Object.entries(fields)) form.append(field, value)
      const reply = await fetch(`${sandbox.url}/payment/${name}.idPass`, { method: 'POST', body: form })
      return reply.text()
    }
    const shop = { ShopID: SHOP.shopId, ShopPass: SHOP.shopPass }
    const entry = await post('EntryTran', { ...shop, OrderID: 'f-1', JobCd: 'AUTH', Amount: '100', Tax: '' })
    const keys = { AccessID: valueOf(entry, 'AccessID'), AccessPass: valueOf(entry, 'AccessPass') }
    const card = { CardNo: '4111111111111111', Expire: '2912', ClientField1: 'a=b&c', ClientFieldFlag: '1' }
    const exec = await post('ExecTran', { ...keys, OrderID: 'f-1', Method: '1', ...card })
    expect(exec).toContain('&ClientField1=a=b&c&ClientField2=')
    const sales = await post('AlterTran', { ...shop, ...keys, JobCd: 'SALES', Amount: '100' })
    expect(valueOf(sales, 'TranID')).toBe(valueOf(exec, 'TranID'))
    expect(sandbox.ledger.trade('f-1')).toMatchObject({ status: 'SALES', clientFields: ['a=b&c', '', ''] })
  })
})
