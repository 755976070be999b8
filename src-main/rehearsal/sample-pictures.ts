import { crc32, deflateSync } from 'node:zlib'
import { foods, goods, guideProduct, smallProduct, type SampleProduct } from './sample-products.ts'

/** Side of a picture in pixels. */
const SIDE = 96
/** Half of that, from which shapes are measured: -1 is one edge, 1 the other. */
const HALF = SIDE / 2

type Colour = readonly [red: number, green: number, blue: number]
/** True inside the shape, in units of half a side. */
type Shape = (x: number, y: number) => boolean

const disc = (x: number, y: number, radius: number): boolean => Math.hypot(x, y) <= radius
const box = (x: number, y: number, width: number, height: number): boolean =>
  Math.abs(x) <= width && Math.abs(y) <= height

const shapes: Readonly<Record<'sweet' | 'bar' | 'bag' | 'bowl' | 'dish' | 'cloth' | 'tool', Shape>> = {
  sweet: (x, y) => disc(x, y, 0.6) && !disc(x, y + 0.15, 0.12),
  bar: (x, y) => box(x, y, 0.7, 0.3) && !box(x - 0.2, y, 0.03, 0.3) && !box(x + 0.25, y, 0.03, 0.3),
  bag: (x, y) => box(x, y - 0.1, 0.45, 0.55) || box(x, y + 0.62, 0.2, 0.1),
  bowl: (x, y) => (y >= -0.2 && disc(x, y + 0.2, 0.65)) || box(x, y - 0.52, 0.25, 0.08),
  dish: (x, y) => disc(x, y, 0.7) && !(disc(x, y, 0.55) && !disc(x, y, 0.48)),
  cloth: (x, y) => box(x, y, 0.6, 0.6) && Math.floor((x + y) * 5 + 20) % 2 === 0,
  tool: (x, y) => box(x, y - 0.15, 0.16, 0.6) || box(x, y + 0.5, 0.42, 0.16),
}

/** By a word of the name; the first that fits. */
const shapeOfWord: readonly (readonly [RegExp, keyof typeof shapes])[] = [
  [/羊羹|ようかん/, 'bar'],
  [/茶\b|ほうじ茶|煎茶|かりんとう|せんべい|のし紙/, 'bag'],
  [/碗|湯呑|急須|鍋|猪口|片口|花器/, 'bowl'],
  [/皿/, 'dish'],
  [/手ぬぐい|風呂敷|茶巾/, 'cloth'],
  [/まな板|おろし金|菓子切り|ろうそく/, 'tool'],
]

const colours: readonly Colour[] = [
  ...([
    [122, 62, 72],
    [74, 104, 64],
    [52, 78, 120],
    [140, 92, 40],
    [96, 66, 116],
    [38, 108, 112],
  ] as const),
]
const GROUND: Colour = [246, 241, 231]

/** Pictures of the sample shop's products as PNG files by 商品コード: painted here, each of a few hundred bytes. */
export function samplePictures(): ReadonlyMap<string, Buffer> {
  // What is sold without number has no picture either, as in any shop.
  const pictured = [...foods, ...goods, smallProduct].filter(({ code }) => code !== 'N-570')
  return new Map([...pictured, guideProduct].map((product, index) => [product.code, paint(product, index)]))
}

function paint({ name }: SampleProduct, index: number): Buffer {
  const kind = shapeOfWord.find(([word]) => word.test(name))?.[1] ?? 'sweet'
  const colour = colours[index % colours.length] ?? GROUND
  const rows: Buffer[] = []
  for (let y = 0; y < SIDE; y += 1) {
    const row = Buffer.alloc(SIDE + 1)
    for (let x = 0; x < SIDE; x += 1) row[x + 1] = coverage(shapes[kind], x, y)
    rows.push(row)
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(SIDE, 0)
  header.writeUInt32BE(SIDE, 4)
  // 8 bits a pixel, colours from a table.
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'),
    part('IHDR', header),
    part('PLTE', Buffer.from(steps(colour))),
    part('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    part('IEND', Buffer.alloc(0)),
  ])
}

/** How many quarters of a pixel the shape covers: edges come out smooth. */
function coverage(shape: Shape, x: number, y: number): number {
  let covered = 0
  for (const dy of [0.25, 0.75]) {
    for (const dx of [0.25, 0.75]) if (shape((x + dx - HALF) / HALF, (y + dy - HALF) / HALF)) covered += 1
  }
  return covered
}

/** The colours from ground to shape, one for each coverage. */
function steps(colour: Colour): readonly number[] {
  return [0, 1, 2, 3, 4].flatMap((covered) =>
    GROUND.map((ground, channel) => Math.round(ground + ((colour[channel] ?? 0) - ground) * (covered / 4))),
  )
}

/** A part of a PNG file: length, name, content, checksum. */
function part(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content])
  const framed = Buffer.alloc(named.length + 8)
  framed.writeUInt32BE(content.length, 0)
  named.copy(framed, 4)
  framed.writeUInt32BE(crc32(named), named.length + 4)
  return framed
}
