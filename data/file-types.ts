/**
 * What a file is, found from its bytes. Only what people need to show a complaint is let in: pictures, films, PDF, Word
 * and Excel without macros, plain text. Anything else, markup and programs above all, is nothing to this function.
 */
import { zipNames } from './zip-names.ts'

/** A type that may be stored, and the endings its names may have (the first is given where none fits). */
export interface FileType {
  readonly type: string
  readonly endings: readonly string[]
}

const PNG: FileType = { type: 'image/png', endings: ['png'] }
const JPEG: FileType = { type: 'image/jpeg', endings: ['jpg', 'jpeg'] }
const GIF: FileType = { type: 'image/gif', endings: ['gif'] }
const WEBP: FileType = { type: 'image/webp', endings: ['webp'] }
const HEIC: FileType = { type: 'image/heic', endings: ['heic', 'heif'] }
const MP4: FileType = { type: 'video/mp4', endings: ['mp4', 'm4v'] }
const MOV: FileType = { type: 'video/quicktime', endings: ['mov', 'qt'] }
const WEBM: FileType = { type: 'video/webm', endings: ['webm'] }
const PDF: FileType = { type: 'application/pdf', endings: ['pdf'] }
const OFFICE = 'application/vnd.openxmlformats-officedocument'
const DOCX: FileType = { type: `${OFFICE}.wordprocessingml.document`, endings: ['docx'] }
const XLSX: FileType = { type: `${OFFICE}.spreadsheetml.sheet`, endings: ['xlsx'] }
const TEXT: FileType = { type: 'text/plain', endings: ['txt', 'csv', 'log', 'md'] }

/** The type of a file by its content, or undefined when it may not be stored. */
export function typeOf(bytes: Uint8Array): FileType | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return picture(buffer) ?? film(buffer) ?? document(buffer)
}

const starts = (b: Buffer, hex: string, at = 0): boolean => b.subarray(at, at + hex.length / 2).toString('hex') === hex
const word = (b: Buffer, at: number): string => b.toString('latin1', at, at + 4)

function picture(b: Buffer): FileType | undefined {
  if (starts(b, '89504e470d0a1a0a')) return PNG
  if (starts(b, 'ffd8ff')) return JPEG
  if (/^GIF8[79]a/.test(b.toString('latin1', 0, 6))) return GIF
  if (word(b, 0) === 'RIFF' && word(b, 8) === 'WEBP') return WEBP
  return undefined
}

const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx'])
const MP4_BRANDS = /^(isom|iso[2-9]|mp4[12]|avc1|M4V |MSNV|3gp[4-7]|dash)$/

function film(b: Buffer): FileType | undefined {
  if (starts(b, '1a45dfa3')) return b.subarray(0, 64).includes('webm') ? WEBM : undefined
  if (word(b, 4) !== 'ftyp') return undefined
  const brand = word(b, 8)
  if (HEIC_BRANDS.has(brand)) return HEIC
  if (brand === 'mif1' || brand === 'msf1') return alsoHeic(b) ? HEIC : undefined
  if (brand === 'qt  ') return MOV
  return MP4_BRANDS.test(brand) ? MP4 : undefined
}

/** Whether the compatible brands of the first box name HEIC. */
function alsoHeic(b: Buffer): boolean {
  const end = Math.min(b.length, b.readUInt32BE(0), 256)
  for (let at = 16; at + 4 <= end; at += 4) {
    if (HEIC_BRANDS.has(word(b, at))) return true
  }
  return false
}

function document(b: Buffer): FileType | undefined {
  if (starts(b, '255044462d')) return PDF
  if (word(b, 0) === 'PK\u0003\u0004') return office(b)
  return isPlainText(b) ? TEXT : undefined
}

function office(b: Buffer): FileType | undefined {
  const names = zipNames(b)
  if (!names?.includes('[Content_Types].xml')) return undefined
  if (names.some((name) => /(^|\/)(vbaProject\.bin|activeX\/|embeddings\/)/i.test(name))) return undefined
  if (names.includes('word/document.xml')) return DOCX
  return names.includes('xl/workbook.xml') ? XLSX : undefined
}

const MARKUP = /<(!doctype|html|head|body|script|svg|iframe|\?xml|\?php|xml|!--)/i

/** UTF-8 without control characters that is neither markup nor a script: a browser must find nothing to run in it. */
function isPlainText(b: Buffer): boolean {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(b)
  } catch {
    return false
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u0008\u000b\u000e-\u001f\u007f]/.test(text)) return false
  return !text.startsWith('#!') && !MARKUP.test(text.slice(0, 4_096))
}
