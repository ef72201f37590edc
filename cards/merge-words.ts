/** What is said of cases that are likely the same, and of two that became one. */
import type { Likeness } from '../src/rules/facts-merge.ts'
import { say } from './catalogue.ts'
import { moment } from './format.ts'
import { maskAbsorbed, maskedFile } from './masks.ts'
import type { Block } from './model.ts'
import { fieldLabel, peopleNames, stageName } from './names.ts'
import type { Reader } from './reader.ts'
import { freeText, type Scene } from './scene.ts'

/** One line for each: the number, what is the same, and where it stood when it was found. No personal data. */
export function likelyLines(likened: readonly Likeness[], reader: Reader): readonly string[] {
  const { lang, tz } = reader
  return likened.map(({ number, same, filed, stage, people = [] }) =>
    say(lang, 'merge.one', {
      number,
      same: same.map((id) => fieldLabel(id, reader)).reduce((left, right) => say(lang, 'merge.and', { left, right })),
      at: filed === undefined ? undefined : moment(filed, lang, tz),
      stage: stage === undefined ? undefined : stageName(stage, reader),
      who: people.length === 0 ? undefined : peopleNames(people, reader),
    }),
  )
}

/** The likely duplicates of a case, for whoever may merge it; nothing where there are none. */
export function likelyBlocks(likened: readonly Likeness[] = [], reader: Reader): readonly Block[] {
  if (likened.length === 0) return []
  const text = [say(reader.lang, 'merge.likely'), ...likelyLines(likened, reader)].join('\n')
  return [{ block: 'text', tone: 'warn', text }]
}

/** That a case goes on in another, or what others said that go on in this one. */
export function mergedBlocks(scene: Scene): readonly Block[] {
  const { case: state, lang, policy, shared } = scene
  const into = state.merged && say(lang, 'merge.into', { into: state.merged.into })
  const said = shared ? state.absorbed?.map((one) => maskAbsorbed(one, policy)) : state.absorbed
  const absorbed = (said ?? []).flatMap(({ number, text, files }): readonly Block[] => [
    { block: 'text', tone: 'quote', text: say(lang, 'merge.absorbed', { number, text: freeText(text, scene, 300) }) },
    ...(files.length === 0
      ? []
      : [
          {
            block: 'files' as const,
            files: shared ? files.map((one) => maskedFile(one, state.values, policy)) : files,
          },
        ]),
  ])
  return [...(into ? [{ block: 'text' as const, text: into }] : []), ...absorbed]
}
