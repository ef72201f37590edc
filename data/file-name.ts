/** A name a file may carry everywhere: in a path, a header, a page, a chat. */
import type { FileType } from './file-types.ts'

/** Characters of the longest name, its ending included. */
export const LONGEST_NAME = 120

/** The name without folders, control and direction characters and what file systems forbid; cut to be told to people. */
export function plainName(name: string): string {
  const last = name.toWellFormed().split(/[/\\]/).at(-1) ?? ''
  const clean = last
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"|?*]/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  return clean === '' ? 'file' : clean
}

/**
 * The plain name, at most `LONGEST_NAME` characters, with an ending that fits the type (`invoice.exe` holding text
 * becomes `invoice.exe.txt`).
 */
export function safeName(name: string, type: FileType): string {
  const stem = plainName(name)
  const dot = stem.lastIndexOf('.')
  const ending = dot < 0 ? '' : stem.slice(dot + 1).toLowerCase()
  const fits = type.endings.includes(ending)
  const base = fits ? stem.slice(0, dot) : stem
  const tail = `.${fits ? ending : type.endings[0]}`
  return shortened(base === '' ? 'file' : base, LONGEST_NAME - tail.length) + tail
}

/** At most so many characters, without splitting one in two. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '')
}
