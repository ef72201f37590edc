import { inflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { pictureOf } from '../../../../src/rehearsal/pictures.ts'
import { withPalette } from './palette.ts'

/** The data of the one chunk of this name. */
function chunkOf(png: Buffer, name: string): Buffer {
  const at = png.indexOf(name, 0, 'latin1')
  return png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4))
}

it('keeps size and common colours, in a fraction of the bytes', () => {
  const before = Buffer.from(pictureOf('fridge'))
  const after = withPalette(before)
  expect(after.length).toBeLessThan(before.length)
  expect(chunkOf(after, 'IHDR').subarray(0, 8)).toEqual(chunkOf(before, 'IHDR').subarray(0, 8))
  expect([...chunkOf(after, 'IHDR').subarray(8)]).toEqual([8, 3, 0, 0, 0])
  const palette = chunkOf(after, 'PLTE')
  const width = after.readUInt32BE(16)
  const height = after.readUInt32BE(20)
  const lines = inflateSync(chunkOf(after, 'IDAT'))
  expect(lines).toHaveLength((width + 1) * height)
  const colourAt = (x: number, y: number) => {
    const index = lines[y * (width + 1) + x + 1] ?? 0
    return [...palette.subarray(index * 3, index * 3 + 3)]
  }
  // The floor is wood, the door is light, wherever the picture is looked at.
  const [red = 0, , blue = 0] = colourAt(5, height - 3)
  expect(red - blue).toBeGreaterThan(30)
  expect(Math.min(...colourAt(Math.floor(width / 2), Math.floor(height * 0.3)))).toBeGreaterThan(180)
})

it('refuses what it cannot read', () => {
  const once = withPalette(Buffer.from(pictureOf('carton')))
  expect(() => withPalette(once)).toThrow('unusual PNG')
})
