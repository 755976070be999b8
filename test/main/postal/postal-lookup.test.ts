import { expect, it } from 'vitest'
import prefectures from '../../../resources/prefectures.json' with { type: 'json' }
import { findPostalAddress } from '../../../src-main/postal/postal-lookup.ts'
import { postalDigits } from '../../../src-shared/postal-address.ts'

it.each([
  ['8700026', { prefecture: '大分県', city: '大分市', town: '金池町' }],
  ['1000001', { prefecture: '東京都', city: '千代田区', town: '千代田' }],
  ['0600000', { prefecture: '北海道', city: '札幌市中央区', town: '' }],
])('knows the place of %s', async (code, place) => {
  expect(await findPostalAddress(code)).toEqual(place)
})

it('says when there is no such code', async () => {
  expect(await findPostalAddress('0000000')).toBeNull()
})

it('names prefectures as the form does, in every corner of the country', async () => {
  const codes = ['0600000', '0300801', '4600001', '5300001', '6048001', '7600017', '8100001', '9000013', '9200000']
  for (const code of codes) expect(prefectures).toContain((await findPostalAddress(code))?.prefecture)
})

it.each(['870-0026', '８７０－００２６', '〒870 0026', '8700026', '870ー0026'])('reads %s as seven digits', (text) => {
  expect(postalDigits(text)).toBe('8700026')
})

it.each(['', '870-002', '870-00266', 'abc', '870-OO26'])('does not take %s for a postal code', (text) => {
  expect(postalDigits(text)).toBeNull()
})
