/** Plants a mistake into the source text as it is loaded. To be called before anything else of the house is. */
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Edit } from './plants.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url)).replaceAll('\\', '/')

/** The text with these edits. Throws when a needle does not occur exactly once. */
export function planted(file: string, text: string, edits: readonly Edit[]): string {
  return edits.reduce((changed, { needle, instead }) => {
    const times = changed.split(needle).length - 1
    if (times !== 1) throw new Error(`${file} holds ${times} times what a plant looks for: ${needle}`)
    return changed.replace(needle, () => instead)
  }, text)
}

/** From here on these files are loaded with the mistake in them. Gives the files that have been. */
export function plant(edits: readonly Edit[]): ReadonlySet<string> {
  const loaded = new Set<string>()
  registerHooks({
    load(url, context, next) {
      const result = next(url, context)
      const file = url.startsWith('file:') ? fileURLToPath(url).replaceAll('\\', '/') : ''
      const mine = edits.filter((edit) => ROOT + edit.file === file)
      if (mine.length === 0) return result
      const { source } = result
      if (source === undefined || source === null) throw new Error(`${file} came without its text`)
      const text = typeof source === 'string' ? source : new TextDecoder().decode(source)
      loaded.add(mine[0]?.file ?? '')
      return { ...result, source: planted(file, text, mine) }
    },
  })
  return loaded
}
