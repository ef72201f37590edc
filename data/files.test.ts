/** Files: what is let in, under which name, and what stays. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { BOUNDS } from '../src/rules/policy.ts'
import { typeOf } from './file-types.ts'
import { openFiles } from './files.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function fresh(now?: () => number) {
  const folder = mkdtempSync(join(tmpdir(), 'redress-files-'))
  folders.push(folder)
  return { folder, files: openFiles({ folder: join(folder, 'files'), ...(now && { now }) }) }
}

const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))))
const PNG = bytes([0x89], 'PNG\r\n', [0x1a, 0x0a], 'rest of the picture')
const box = (brand: string, ...also: string[]) =>
  bytes([0, 0, 0, 16 + also.length * 4], 'ftyp', brand, [0, 0, 0, 0], ...also, 'mdat')

/** A zip of empty entries: its central directory is what counts here. */
function zip(...names: string[]): Buffer {
  const local = bytes('PK', [3, 4], [...new Uint8Array(26)])
  const entries = names.map((name) => {
    const head = Buffer.alloc(46)
    head.writeUInt32LE(0x02014b50)
    head.writeUInt16LE(name.length, 28)
    return bytes([...head], name)
  })
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(names.length, 10)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, ...entries, end])
}

describe('types come from the content', () => {
  const OFFICE = 'application/vnd.openxmlformats-officedocument'
  const letIn: readonly (readonly [string, Buffer, string])[] = [
    ['PNG', PNG, 'image/png'],
    ['JPEG', bytes([0xff, 0xd8, 0xff, 0xe0], 'JFIF'), 'image/jpeg'],
    ['GIF', bytes('GIF89a', [1, 0]), 'image/gif'],
    ['WebP', bytes('RIFF', [1, 0, 0, 0], 'WEBPVP8 '), 'image/webp'],
    ['HEIC', box('heic'), 'image/heic'],
    ['HEIC of another make', box('mif1', 'mif1', 'heic'), 'image/heic'],
    ['MP4', box('isom'), 'video/mp4'],
    ['QuickTime', box('qt  '), 'video/quicktime'],
    ['WebM', bytes([0x1a, 0x45, 0xdf, 0xa3, 0x42, 0x82, 0x84], 'webm'), 'video/webm'],
    ['PDF', bytes('%PDF-1.7'), 'application/pdf'],
    ['Word', zip('[Content_Types].xml', 'word/document.xml'), `${OFFICE}.wordprocessingml.document`],
    ['Excel', zip('[Content_Types].xml', 'xl/workbook.xml'), `${OFFICE}.spreadsheetml.sheet`],
    ['Chinese text', Buffer.from('冰箱不制冷，型号 < BX-200 >\r\n'), 'text/plain'],
  ]
  it.each(letIn)('%s is let in', (_, content, type) => {
    expect(typeOf(content)?.type).toBe(type)
  })

  const keptOut: readonly (readonly [string, Buffer])[] = [
    ['a Windows program', bytes('MZ', [0x90, 0])],
    ['a Linux program', bytes([0x7f], 'ELF', [2, 1, 1])],
    ['a shell script', bytes('#!/bin/sh\nrm x')],
    ['HTML', bytes(' \n<!DOCTYPE html><p>')],
    ['HTML with a byte order mark', bytes([0xef, 0xbb, 0xbf], '<html>')],
    ['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg">')],
    ['a script inside text', bytes('hello <ScRiPt>alert(1)</script>')],
    ['a plain zip', zip('a.txt')],
    ['a zip cut off', zip('[Content_Types].xml', 'word/document.xml').subarray(0, 60)],
    ['Word with macros', zip('[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin')],
    ['a Java archive', zip('META-INF/MANIFEST.MF', 'A.class')],
    ['Matroska', bytes([0x1a, 0x45, 0xdf, 0xa3], 'matroska')],
    ['AVIF', box('avif')],
    ['bytes that are no UTF-8', bytes([0xc3, 0x28])],
    ['text with a NUL', bytes('a', [0], 'b')],
  ]
  it.each(keptOut)('%s is kept out', async (_, content) => {
    expect(await fresh().files.put(content, 'photo.png')).toEqual({
      refused: 'file_type',
      params: { name: 'photo.png' },
    })
  })

  it('an empty file and one over the bound are refused; one at the bound is not', async () => {
    const { files } = fresh()
    expect(await files.put(new Uint8Array(), 'a.txt')).toMatchObject({ refused: 'file_type' })
    const big = Buffer.alloc(BOUNDS.file + 1, 'a')
    expect(await files.put(big, 'a.txt')).toEqual({
      refused: 'file_too_large',
      params: { name: 'a.txt', max: '20 MB' },
    })
    expect(await files.put(big.subarray(1), 'a.txt')).toMatchObject({ size: BOUNDS.file })
  })
})

describe('names', () => {
  const named: readonly (readonly [string, string])[] = [
    ['故障 照片.png', '故障 照片.png'],
    ['C:\\Users\\li\\a.PNG', 'a.png'],
    ['../../etc/passwd', 'passwd.png'],
    ['invoice.exe', 'invoice.exe.png'],
    ['gnp\u202egpj.exe\u0000', 'gnpgpj.exe.png'],
    ['', 'file.png'],
    ['.png', 'png.png'],
    ['a<b>:"|?*.png', 'ab.png'],
  ]
  it.each(named)('%j becomes %j', async (given, kept) => {
    expect(await fresh().files.put(PNG, given)).toMatchObject({ name: kept })
  })

  it('are at most 120 characters and no character is cut in two', async () => {
    const ref = await fresh().files.put(PNG, `${'x'.repeat(115)}😀😀😀.png`)
    expect(ref).toMatchObject({ name: `${'x'.repeat(115)}.png` })
  })
})

describe('storing', () => {
  it('gives back the bytes and the ref under which they came first', async () => {
    const { files, folder } = fresh()
    const ref = await files.put(PNG, 'first.png')
    const sha256 = createHash('sha256').update(PNG).digest('hex')
    expect(ref).toEqual({ sha256, name: 'first.png', type: 'image/png', size: PNG.length })
    expect(await files.put(PNG, 'second.png')).toMatchObject({ sha256, name: 'second.png' })
    const again = openFiles({ folder: join(folder, 'files') })
    expect(await again.find(sha256)).toEqual(ref)
    expect(Buffer.from((await again.get(sha256)) ?? [])).toEqual(PNG)
    expect(readdirSync(join(folder, 'files', sha256.slice(0, 2)))).toHaveLength(2)
  })

  it('knows nothing of hashes that are unknown, malformed, or paths', async () => {
    const { files } = fresh()
    for (const sha256 of ['a'.repeat(64), 'ABC', '../../package.json', '']) {
      expect(await files.get(sha256)).toBeUndefined()
      expect(await files.find(sha256)).toBeUndefined()
    }
  })

  it('mends bytes that were cut short', async () => {
    const { files, folder } = fresh()
    const ref = await files.put(PNG, 'a.png')
    if ('refused' in ref) throw new Error('it is a picture')
    writeFileSync(join(folder, 'files', ref.sha256.slice(0, 2), ref.sha256.slice(2)), 'cut')
    await files.put(PNG, 'a.png')
    expect(Buffer.from((await files.get(ref.sha256)) ?? [])).toEqual(PNG)
  })

  it('sweeps what is old and unused, and nothing else', async () => {
    let now = 1_000_000
    const { files } = fresh(() => now)
    const put = async (text: string) => {
      const ref = await files.put(Buffer.from(text), 'a.txt')
      if ('refused' in ref) throw new Error('it is text')
      return ref.sha256
    }
    const [unused, used, again] = [await put('unused'), await put('used'), await put('again')]
    now += 5_000
    const young = await put('young')
    await put('again')
    expect(await files.sweep(now - 1_000, async (sha256) => sha256 === used)).toBe(1)
    expect(await files.get(unused)).toBeUndefined()
    expect(await files.find(unused)).toBeUndefined()
    for (const sha256 of [used, again, young]) expect(await files.get(sha256)).toBeDefined()
  })

  it('sweeps what a crash left half written long ago', async () => {
    const { files, folder } = fresh()
    const ref = await files.put(PNG, 'a.png')
    if ('refused' in ref) throw new Error('it is a picture')
    const shelf = join(folder, 'files', ref.sha256.slice(0, 2))
    for (const name of ['old.tmp', 'new.tmp']) writeFileSync(join(shelf, name), 'half')
    utimesSync(join(shelf, 'old.tmp'), 0, Date.now() / 1000 - 7_200)
    await files.sweep(0, async () => true)
    expect(readdirSync(shelf).filter((name) => name.endsWith('.tmp'))).toEqual(['new.tmp'])
  })
})
