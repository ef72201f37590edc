/** Makes a screenshot a third of its size: the few hundred colours of a page are named once, and pixels by number. */
import { crc32, deflateSync, inflateSync } from 'node:zlib'

const MOST_COLOURS = 256
/** Colours nearer to each other than this (squared, summed over red, green and blue) are one. */
const ALIKE = 12
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

interface Pixels {
  readonly width: number
  readonly height: number
  /** Each pixel as 0xRRGGBB. */
  readonly colours: Uint32Array
}

/** The same picture with at most 256 colours. Takes what the browser makes: 8 bits, no interlacing, opaque. */
export function withPalette(png: Buffer): Buffer {
  const { width, height, colours } = readPixels(png)
  const palette = paletteOf(colours)
  const known = new Map<number, number>()
  const lines = Buffer.alloc((width + 1) * height)
  for (let at = 0; at < colours.length; at += 1) {
    const colour = colours[at] ?? 0
    const index = known.get(colour) ?? nearest(colour, palette).index
    known.set(colour, index)
    lines[Math.floor(at / width) + at + 1] = index
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(parts))),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** The most frequent colours; of those that look alike, the more frequent one. */
function paletteOf(colours: Uint32Array): readonly number[] {
  const counts = new Map<number, number>()
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1)
  const palette: number[] = []
  for (const [colour] of [...counts].sort(([a, many], [b, more]) => more - many || a - b)) {
    if (palette.length === MOST_COLOURS) break
    if (palette.length === 0 || nearest(colour, palette).distance > ALIKE) palette.push(colour)
  }
  return palette
}

function nearest(colour: number, palette: readonly number[]): { readonly index: number; readonly distance: number } {
  const [red = 0, green = 0, blue = 0] = parts(colour)
  let [index, distance] = [0, Number.POSITIVE_INFINITY]
  for (const [i, other] of palette.entries()) {
    const far = (red - (other >> 16)) ** 2 + (green - ((other >> 8) & 255)) ** 2 + (blue - (other & 255)) ** 2
    if (far < distance) [index, distance] = [i, far]
  }
  return { index, distance }
}

const parts = (colour: number): number[] => [colour >> 16, (colour >> 8) & 255, colour & 255]

function readPixels(png: Buffer): Pixels {
  const body: Buffer[] = []
  let header = Buffer.alloc(13)
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const data = png.subarray(at + 8, at + 8 + length)
    const name = png.toString('latin1', at + 4, at + 8)
    if (name === 'IHDR') header = Buffer.from(data)
    if (name === 'IDAT') body.push(data)
    at += length + 12
  }
  const size = header[9] === 6 ? 4 : 3
  if (header[8] !== 8 || (header[9] !== 2 && header[9] !== 6) || header[12] !== 0) throw new Error('unusual PNG')
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const bytes = unfiltered(inflateSync(Buffer.concat(body)), width * size, height, size)
  const colours = new Uint32Array(width * height)
  for (let i = 0; i < colours.length; i += 1) colours[i] = bytes.readUIntBE(i * size, 3)
  return { width, height, colours }
}

/** Undoes what each line's filter did to its bytes (PNG specification, 9). */
function unfiltered(raw: Buffer, line: number, height: number, size: number): Buffer {
  const out = Buffer.alloc(line * height)
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (line + 1)]
    for (let x = 0; x < line; x += 1) {
      const at = y * line + x
      const left = x < size ? 0 : (out[at - size] ?? 0)
      const up = y === 0 ? 0 : (out[at - line] ?? 0)
      const corner = x < size || y === 0 ? 0 : (out[at - line - size] ?? 0)
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0
      out[at] = (raw[at + y + 1] ?? 0) + guess
    }
  }
  return out
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}
