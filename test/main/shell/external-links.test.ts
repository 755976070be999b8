import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { externalTarget, practiceOriginIn, shopHosts } from '../../../src-main/shell/external-links.ts'
import { hostileAddresses } from './hostile-addresses.ts'

describe('openExternal', () => {
  it.each([...hostileAddresses, `https://toi.kuronekoyamato.co.jp/${'a'.repeat(2000)}`])('refuses %s', (url) => {
    expect(externalTarget(url, ['shop.example.jp'])).toBeNull()
  })

  it.each([
    ['https://toi.kuronekoyamato.co.jp/cgi-bin/tneko', 'https://toi.kuronekoyamato.co.jp/cgi-bin/tneko'],
    ['https://k2k.sagawa-exp.co.jp/p/web/okurijosearch.do?okurijoNo=1', null],
    ['https://trackings.post.japanpost.jp/services/srv/search/direct?reqCodeNo1=1', null],
    ['HTTPS://WWW.GMO-PG.COM', 'https://www.gmo-pg.com/'],
    ['https://toi.kuronekoyamato.co.jp:443/x', 'https://toi.kuronekoyamato.co.jp/x'],
  ])('opens %s', (url, canonical) => {
    expect(externalTarget(url, [])).toBe(canonical ?? url)
  })

  it('opens the shop’s own site when its settings name it', () => {
    const hosts = shopHosts({
      shopName: 'テスト商店',
      pcSiteUrl: 'https://shop.example.jp/top',
      note: 'https:',
      pages: 3,
    })
    expect(hosts).toEqual(['shop.example.jp'])
    expect(externalTarget('https://shop.example.jp/products?id=1', hosts)).toBe('https://shop.example.jp/products?id=1')
    expect(externalTarget('https://shop.example.jp/', [])).toBeNull()
  })

  describe('in rehearsal', () => {
    const origin = 'http://127.0.0.1:40123'
    const token = '0123456789abcdef'.repeat(3)

    it('opens a payment page of the practice gateway', () => {
      expect(externalTarget(`${origin}/link/${token}`, [], origin)).toBe(`${origin}/link/${token}`)
      expect(externalTarget(`${origin}/link/${token}`, [])).toBeNull()
    })

    it.each([
      ...hostileAddresses,
      `http://127.0.0.1:40124/link/${token}`,
      `http://127.0.0.1/link/${token}`,
      `http://localhost:40123/link/${token}`,
      `http://127.0.0.1:401234/link/${token}`,
      `http://user@127.0.0.1:40123/link/${token}`,
      `http://127.0.0.1:40123@evil.example/link/${token}`,
      `https://127.0.0.1:40123/link/${token}`,
      `${origin}/_control/ledger`,
      `${origin}/link/../_control/ledger`,
      `${origin}/link/${token}?next=https://evil.example/`,
      `${origin}/link/${token}#a`,
      `${origin}/link/`,
      ` ${origin}/link/${token}`,
      `${origin}/link/${token}\n`,
    ])('refuses %s', (url) => {
      expect(externalTarget(url, [], origin)).toBeNull()
    })

    it.each(['http://evil.example:40123', 'https://127.0.0.1:1', 'http://127.0.0.1', 'http://127.0.0.1:1/x', ''])(
      'believes no gateway at %s',
      (elsewhere) => {
        expect(externalTarget(`${elsewhere}/link/${token}`, [], elsewhere)).toBeNull()
      },
    )

    it('opens nothing else, whatever follows the origin', () => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary' }), (rest) => {
          const target = externalTarget(origin + rest, [], origin)
          expect(target === null || /^http:\/\/127\.0\.0\.1:40123\/link\/[0-9a-f]+$/.test(target)).toBe(true)
        }),
      )
    })

    it('reads the origin from nothing but the answer of the core', () => {
      expect(practiceOriginIn({ origin })).toBe(origin)
      for (const answer of [null, undefined, origin, {}, { origin: null }, { origin: 1 }]) {
        expect(practiceOriginIn(answer)).toBeNull()
      }
    })
  })

  it('takes no host from settings that are not https or not there', () => {
    expect(shopHosts({ url: 'http://shop.example.jp/', other: 'javascript:alert(1)' })).toEqual([])
    expect(shopHosts(null)).toEqual([])
    expect(shopHosts('https://shop.example.jp/')).toEqual([])
  })
})
