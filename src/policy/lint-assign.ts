/** Lint: whoever is to be preferred where somebody is assigned can be, and what people are said to know is asked for. */
import { TRAITS } from '../rules/assignment.ts'
import type { Field, FormStage, Live, Policy, Preference } from '../rules/policy.ts'
import { possible } from './duty-places.ts'
import type { Path, Report } from './problems.ts'
import { both, listed, pickFrom } from './problems.ts'

/** Everything about skills, regions and tiers. */
export function lintAssign(policy: Policy, live: Live, report: Report): void {
  const asked = Object.values(policy.flow.stages).flatMap((stage) => {
    if (stage.kind !== 'form' || !stage.assign) return []
    lintStage(stage, stage.assign.prefer, policy, live, report)
    return stage.assign.prefer
  })
  lintPeople(asked, policy, live, report)
}

function lintStage(stage: FormStage, prefer: readonly Preference[], policy: Policy, live: Live, report: Report): void {
  const among = possible(stage.who, policy, live)
  prefer.forEach((one, i) => {
    const at: Path = ['flow', 'stages', stage.id, 'assign', 'prefer', i, one.wants]
    if (one.wants === 'skill' ? !knownSkill(one.id, live, at, report) : !choiceField(one, policy, at, report)) return
    if (!among) return
    const has = [...among].filter((id) => wanted(one, live.directory.people[id]?.[TRAITS[one.wants]] ?? []))
    const fix = both('给该有的人写上，或删去这一条。', 'Give it to those who should have it, or remove this.')
    if (has.length === 0) {
      const message = both(
        `环节 ${stage.id} 可选的人里没有人有 ${one.id}，这一条永远不起作用`,
        `Nobody whom stage ${stage.id} can ask has ${one.id}, so this never narrows the choice`,
      )
      report.warn(at, message, fix)
    } else if (has.length === among.size) {
      const message = both(
        `环节 ${stage.id} 可选的人都有 ${one.id}，这一条永远不起作用`,
        `Everybody whom stage ${stage.id} can ask has ${one.id}, so this never narrows the choice`,
      )
      report.warn(at, message, fix)
    }
  })
}

const wanted = ({ wants, id }: Preference, traits: readonly string[]): boolean =>
  wants === 'skill' ? traits.includes(id) : traits.length > 0

function knownSkill(id: string, { directory }: Live, at: Path, report: Report): boolean {
  const known = directory.skills ?? {}
  if (Object.hasOwn(known, id)) return true
  report.error(at, both(`没有技能 "${id}"`, `There is no skill "${id}"`), pickFrom(id, Object.keys(known)))
  return false
}

function choiceField({ id }: Preference, { fields }: Policy, at: Path, report: Report): boolean {
  const field: Field | undefined = Object.hasOwn(fields, id) ? fields[id] : undefined
  if (field?.type === 'choice') return true
  const choices = Object.values(fields).filter(({ type }) => type === 'choice')
  report.error(
    at,
    both(`没有单选字段 "${id}"`, `There is no field of type choice "${id}"`),
    pickFrom(
      id,
      choices.map((one) => one.id),
    ),
  )
  return false
}

function lintPeople(asked: readonly Preference[], { fields }: Policy, { directory }: Live, report: Report): void {
  const skills = directory.skills ?? {}
  const options = (wants: Preference['wants']): readonly string[] =>
    asked.flatMap((one) => (one.wants === wants ? (fields[one.id]?.options ?? []).map(({ id }) => id) : []))
  const known = { skill: Object.keys(skills), region: options('region'), tier: options('tier') }
  for (const person of Object.values(directory.people)) {
    for (const wants of ['skill', 'region', 'tier'] as const) {
      const trait = TRAITS[wants]
      person[trait]?.forEach((one, i) => {
        if (known[wants].includes(one)) return
        const message = both(
          `${person.id} 的 ${trait} 里有 ${one}，没有规则会问到`,
          `No rule ever asks for ${one}, which ${person.id} has among ${trait}`,
        )
        const fix = both(`可用：${listed(known[wants])}。`, `Use: ${listed(known[wants])}.`)
        report.warn(['people', person.id, trait, i], message, fix)
      })
    }
  }
  for (const id of Object.keys(skills)) {
    if (asked.some((one) => one.wants === 'skill' && one.id === id)) continue
    const message = both(`技能 ${id} 没有规则会问到`, `No rule ever asks for the skill ${id}`)
    report.warn(
      ['skills', id],
      message,
      both('在 assign.prefer 里写它，或删去它。', 'Name it in an assign.prefer, or remove it.'),
    )
  }
}
