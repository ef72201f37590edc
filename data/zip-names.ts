/** Names of the entries of a zip archive, read from its central directory. */

const END = 0x06054b50
const ENTRY = 0x02014b50
const END_SIZE = 22
const LONGEST_COMMENT = 65_535

/** Names in the order of the directory, or undefined when the archive is not whole or has more than 10,000 entries. */
export function zipNames(b: Buffer): readonly string[] | undefined {
  const end = endRecord(b)
  if (end === undefined) return undefined
  const count = b.readUInt16LE(end + 10)
  if (count > 10_000) return undefined
  const names: string[] = []
  let at = b.readUInt32LE(end + 16)
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > b.length || b.readUInt32LE(at) !== ENTRY) return undefined
    const length = b.readUInt16LE(at + 28)
    names.push(b.toString('utf8', at + 46, at + 46 + length))
    at += 46 + length + b.readUInt16LE(at + 30) + b.readUInt16LE(at + 32)
  }
  return names
}

function endRecord(b: Buffer): number | undefined {
  const first = Math.max(0, b.length - END_SIZE - LONGEST_COMMENT)
  for (let at = b.length - END_SIZE; at >= first; at -= 1) {
    if (b.readUInt32LE(at) === END) return at
  }
  return undefined
}
