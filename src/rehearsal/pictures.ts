/**
 * Pictures that customers of the sample company send in: drawn here, so that no photograph of anybody's is needed. A wall,
 * a floor, the thing itself, and a ring around what is wrong with it.
 */
import { crc32, deflateSync } from 'node:zlib'

const WIDTH = 320
const HEIGHT = 240
/** Shapes are laid out on 480 × 360. */
const SCALE = 1.5

type Colour = readonly [number, number, number]

/** A shape: how far a point lies outside it, in pixels; negative inside. */
type Shape = (x: number, y: number) => number

/** Math.hypot is exact for huge numbers and slow for ours. */
const far = (x: number, y: number): number => Math.sqrt(x * x + y * y)

const box =
  (cx: number, cy: number, w: number, h: number, round = 8): Shape =>
  (x, y) => {
    const dx = Math.abs(x - cx) - w / 2 + round
    const dy = Math.abs(y - cy) - h / 2 + round
    return dx > 0 && dy > 0 ? far(dx, dy) - round : Math.max(dx, dy) - round
  }

const disc =
  (cx: number, cy: number, r: number): Shape =>
  (x, y) =>
    far(x - cx, y - cy) - r

const ring =
  (cx: number, cy: number, r: number, thick: number): Shape =>
  (x, y) =>
    Math.abs(far(x - cx, y - cy) - r) - thick / 2

type Layer = readonly [Shape, Colour]

const BODY: Colour = [236, 239, 240]
const EDGE: Colour = [196, 203, 206]
const DARK: Colour = [72, 82, 88]
const CARD: Colour = [196, 158, 112]
const MARK: Colour = [214, 48, 40]
const WALL: Colour = [210, 208, 201]
const FLOOR: Colour = [156, 128, 100]
const FLOOR_FROM = 316

/** What stands in the picture, with the place of the damage. */
const THINGS: Readonly<
  Record<string, { readonly layers: readonly Layer[]; readonly spot: readonly [number, number] }>
> = {
  fridge: {
    layers: [
      [box(240, 176, 150, 290, 10), BODY],
      [box(240, 128, 150, 3, 0), EDGE],
      [box(180, 96, 6, 44, 3), DARK],
      [box(180, 180, 6, 70, 3), DARK],
    ],
    spot: [262, 190],
  },
  ac: {
    layers: [
      [box(240, 110, 330, 92, 14), BODY],
      [box(240, 142, 300, 10, 5), EDGE],
      [box(372, 96, 30, 8, 4), DARK],
      [box(300, 240, 16, 120, 8), [170, 200, 214]],
    ],
    spot: [300, 176],
  },
  washer: {
    layers: [
      [box(240, 190, 210, 250, 10), BODY],
      [box(240, 84, 210, 3, 0), EDGE],
      [disc(240, 212, 78), EDGE],
      [disc(240, 212, 62), DARK],
      [disc(318, 74, 8), DARK],
    ],
    spot: [240, 276],
  },
  kitchen: {
    layers: [
      [box(240, 210, 300, 170, 10), DARK],
      [box(240, 226, 250, 104, 8), [36, 42, 46]],
      [box(240, 150, 260, 5, 2), EDGE],
      [disc(130, 136, 9), EDGE],
      [disc(350, 136, 9), EDGE],
    ],
    spot: [326, 226],
  },
  other: {
    layers: [
      [box(240, 200, 170, 220, 40), BODY],
      [box(240, 140, 110, 6, 3), EDGE],
      [box(240, 160, 110, 6, 3), EDGE],
      [disc(240, 262, 14), DARK],
    ],
    spot: [290, 210],
  },
  carton: {
    layers: [
      [box(240, 208, 280, 210, 6), CARD],
      [box(240, 208, 34, 210, 0), [178, 140, 96]],
      [box(334, 128, 70, 46, 4), [150, 112, 72]],
    ],
    spot: [334, 130],
  },
}

const drawn = new Map<string, Uint8Array>()

/** A picture as PNG: of an appliance by its product line, or a `carton`. The same every time. */
export function pictureOf(thing: string): Uint8Array {
  const name = Object.hasOwn(THINGS, thing) ? thing : 'other'
  const known = drawn.get(name) ?? png(draw(name))
  drawn.set(name, known)
  return known
}

function draw(thing: string): Buffer {
  const { layers, spot } = THINGS[thing] ?? { layers: [], spot: [0, 0] as const }
  const shapes: readonly Layer[] = [...layers, [ring(spot[0], spot[1], 34, 6), MARK]]
  const row = WIDTH * 3 + 1
  const pixels = Buffer.alloc(row * HEIGHT)
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++) paint(pixels, y * row + 1 + x * 3, x * SCALE, y * SCALE, shapes)
  return pixels
}

/** One pixel: wall or floor, then the shapes in front, in the light of a lamp at the top left. */
function paint(pixels: Buffer, at: number, x: number, y: number, shapes: readonly Layer[]): void {
  const ground = y > FLOOR_FROM ? FLOOR : WALL
  let r = ground[0]
  let g = ground[1]
  let b = ground[2]
  for (const layer of shapes) {
    const cover = Math.min(1, 0.5 - layer[0](x, y) / SCALE)
    if (cover <= 0) continue
    const colour = layer[1]
    r += (colour[0] - r) * cover
    g += (colour[1] - g) * cover
    b += (colour[2] - b) * cover
  }
  const glow = 1.04 - far(x - 140, y - 60) / 1500
  pixels[at] = Math.min(255, r * glow)
  pixels[at + 1] = Math.min(255, g * glow)
  pixels[at + 2] = Math.min(255, b * glow)
}

/** Rows of RGB, each behind a zero byte, as a PNG file. */
function png(rows: Buffer): Uint8Array {
  const size = Buffer.alloc(13)
  size.writeUInt32BE(WIDTH, 0)
  size.writeUInt32BE(HEIGHT, 4)
  size.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', size),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const ends = Buffer.alloc(8)
  ends.writeUInt32BE(data.length, 0)
  ends.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)])
}
