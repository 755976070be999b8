import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chosenPictureLimits, inspectPicture, keptPictureLimits } from '../../src-shared/picture.ts'
import { joined, pictureBytes, plainPng, pngPart } from '../support/made-pictures.ts'

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const chosen = (bytes: Uint8Array) => inspectPicture(bytes, chosenPictureLimits)
const kept = (bytes: Uint8Array) => inspectPicture(bytes, keptPictureLimits)

const pictures = {
  png: [plainPng(40, 30), { mediaType: 'image/png', width: 40, height: 30 }],
  jpeg: [pictureBytes('jpeg'), { mediaType: 'image/jpeg', width: 24, height: 16 }],
  webp: [pictureBytes('webp'), { mediaType: 'image/webp', width: 24, height: 16 }],
  'webp with holes': [pictureBytes('webpWithHoles'), { mediaType: 'image/webp', width: 24, height: 16 }],
  gif: [pictureBytes('gif'), { mediaType: 'image/gif', width: 1, height: 1 }],
} as const
const names = Object.keys(pictures) as (keyof typeof pictures)[]

describe.each(names)('a %s', (name) => {
  const [bytes, facts] = pictures[name]

  it('is told by its bytes', () => {
    expect(chosen(bytes)).toEqual(facts)
    expect(kept(bytes)).toEqual(facts)
  })

  it('that is cut short anywhere is broken', () => {
    for (let length = 12; length < bytes.length; length += 1) {
      expect(kept(bytes.slice(0, length)), `${length} of ${bytes.length} bytes`).toBe('picture.broken')
    }
  })

  it('with anything behind its end is not kept, and may come from a phone', () => {
    const longer = joined([bytes, bytesOf('trailer')])
    expect(kept(longer)).toBe('picture.other-content')
    expect(chosen(longer)).toEqual(facts)
  })

  it.each([
    ['a script', '<script>alert(1)</script>'],
    ['a page', '<HTML><body onload=x>'],
    ['a drawing', '<svg onload="x">'],
    ['a program of a server', '<?php system($_GET[0]);'],
    ['a document', '%PDF-1.7\n'],
    ['an archive', `PK\u0005\u0006${'\0'.repeat(18)}`],
  ])('with %s behind it is not kept, and may be painted anew', (_what, text) => {
    expect(chosen(joined([bytes, bytesOf(text)]))).toEqual(facts)
    expect(kept(joined([bytes, bytesOf(text)]))).toBe('picture.other-content')
  })

  it('of any bytes behind its first ones never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(60), (noise, keep) => {
        const facts = kept(joined([bytes.slice(0, keep), noise]))
        expect(typeof facts === 'string' || facts.width * facts.height > 0).toBe(true)
      }),
    )
  })
})

it('keeps nothing that hides inside a picture’s own parts', () => {
  const [header, rest] = [plainPng(4, 4).slice(0, 33), plainPng(4, 4).slice(33)]
  const hidden = joined([header, pngPart('tEXt', bytesOf('Comment\0<script>1</script>')), rest])
  expect(kept(hidden)).toBe('picture.other-content')
  const jpeg = pictureBytes('jpeg')
  const remark = bytesOf('\u00ff\u00fe\u0000\u0010<script src=a>')
  expect(kept(joined([jpeg.slice(0, 2), remark, jpeg.slice(2)]))).toBe('picture.other-content')
})

it('takes a photo whose pixels happen to spell a word', () => {
  const jpeg = pictureBytes('jpeg')
  const photo = joined([jpeg.slice(0, -20), bytesOf('<svg\u0001%PDF-\u0002'), jpeg.slice(-20)])
  expect(chosen(photo)).toEqual({ mediaType: 'image/jpeg', width: 24, height: 16 })
})

it('takes no other file, whatever its name says', () => {
  expect(chosen(bytesOf('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"></svg>'))).toBe(
    'picture.drawing',
  )
  expect(chosen(bytesOf('\u00ef\u00bb\u00bf  <SVG/>'))).toBe('picture.drawing')
  for (const text of [
    '',
    'a',
    '<html></html>',
    'BM\u0046',
    '\0\0\0\u0018ftypheic',
    '%PDF-1.4',
    'GIF88a',
    'RIFF\0\0\0\0WAVE',
  ])
    expect(chosen(bytesOf(text)), text).toBe('picture.unknown-kind')
})

it('refuses sides that would fill the memory, and none at all', () => {
  expect(chosen(plainPng(12_001, 10))).toBe('picture.too-many-pixels')
  expect(chosen(plainPng(10_000, 10_000))).toBe('picture.too-many-pixels')
  expect(chosen(plainPng(0, 10))).toBe('picture.broken')
  // Readable both as a picture and as a script that begins with `GIF89a/*`: its sides give it away.
  expect(chosen(joined([bytesOf('GIF89a/*\u0001\u0000\u0000\u0000\u0000'), pictureBytes('gif').slice(13)]))).toBe(
    'picture.broken',
  )
  const gif = pictureBytes('gif')
  gif.set([0x2f, 0x2a, 0xff, 0x00], 6)
  expect(chosen(gif)).toEqual({ mediaType: 'image/gif', width: 0x2a2f, height: 0xff })
  expect(kept(gif)).toBe('picture.too-many-pixels')
  expect(kept(plainPng(641, 10))).toBe('picture.too-many-pixels')
  expect(kept(new Uint8Array(128 * 1024 + 1))).toBe('picture.too-large')
  expect(chosen(new Uint8Array(20 * 1024 * 1024 + 1))).toBe('picture.too-large')
})
