import { describe, expect, it } from 'vitest'
import { externalTarget, shopHosts } from '../../../src-main/shell/external-links.ts'
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

  it('takes no host from settings that are not https or not there', () => {
    expect(shopHosts({ url: 'http://shop.example.jp/', other: 'javascript:alert(1)' })).toEqual([])
    expect(shopHosts(null)).toEqual([])
    expect(shopHosts('https://shop.example.jp/')).toEqual([])
  })
})
