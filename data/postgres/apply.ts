/**
 * Deciding beside other replicas: one read, the judge in memory, one writing transaction that stops when what was read is
 * so no longer. Then everything is decided again on what is so now.
 */
import type { PoolClient } from 'pg'
import { faults } from '../../src/faults.ts'
import type { Applied, Incoming, Judge, Verdict } from '../../src/ports.ts'
import { type Numbering, repeated } from '../answers.ts'
import { again } from './again.ts'
import { caseChange } from './case-write.ts'
import { type Hints, hints } from './hints.ts'
import { hasCase, type Memory, recall, recallCase } from './memory.ts'
import { type Decided, type Ground, writePlan } from './plan.ts'
import { isConflict, spoils, type Transactions } from './transaction.ts'

export type Apply = (incoming: readonly Incoming[], judge: Judge, now: number) => Promise<readonly Applied[]>

interface Parts extends Numbering {
  readonly tx: Transactions
}

/** After so many, one command after the other: each passes over numbers that are taken. */
const TOGETHER = 3
/** Each conflict means that another replica got something done. A lost connection may have committed: the keys tell then. */
const MOST = { conflict: 40, lost: 5 }

/** A rejection of `Apply` means that nothing of that call was kept, or that the database went away and did not come back. */
export function applier(parts: Parts): Apply {
  const asked = hints()

  async function once(incoming: readonly Incoming[], judge: Judge, now: number, tries: number) {
    const session = { ...parts, judge, now, again: tries > 1, asked }
    if (tries > TOGETHER) return parts.tx.long((client) => apart(session, client, incoming))
    const { plan, ground, applied } = await parts.tx.reading((client) => decideAll(session, client, incoming))
    if (plan.length === 0) return applied
    faults?.('apply/judged')
    try {
      await parts.tx.reading((client) => writePlan(client, plan, ground, now))
      faults?.('commit/done')
      return applied
    } catch (error) {
      if (isConflict(error) || spoils(error)) throw error
    }
    return parts.tx.long((client) => apart(session, client, incoming))
  }

  return (incoming, judge, now) => again((tries) => once(incoming, judge, now, tries), MOST)

  /** One after the other, each under a savepoint: for a batch in which something could not be written. */
  async function apart(session: Session, client: PoolClient, incoming: readonly Incoming[]) {
    const all: Applied[] = []
    for (const item of incoming) {
      const { plan, ground, applied } = await decideAll(session, client, [item])
      try {
        if (plan.length > 0) await parts.tx.part(client, () => writePlan(client, plan, ground, session.now))
        all.push(...applied)
      } catch (error) {
        if (isConflict(error) || spoils(error)) throw error
        all.push({ error })
      }
    }
    return all
  }
}

interface Session extends Numbering {
  readonly judge: Judge
  readonly now: number
  /** True when somebody else was first before: then a number may be taken though the counter does not say so. */
  readonly again: boolean
  readonly asked: Hints
}

interface Decisions {
  readonly plan: readonly Decided[]
  readonly ground: Ground
  readonly applied: readonly Applied[]
}

async function decideAll(session: Session, client: PoolClient, incoming: readonly Incoming[]): Promise<Decisions> {
  const counter = `case/${session.dayOf(session.now)}`
  const memory = await recall(client, incoming, { counter, now: session.now }, session.asked.of(incoming))
  if (session.again) await passTaken(session, client, memory)
  await foresee(session, client, memory, incoming)
  const deciding = { memory, plan: [] as Decided[], revisions: new Map<string, number>() }
  const applied: Applied[] = []
  for (const item of incoming) applied.push(await decideOne(session, client, deciding, item))
  const { plan } = deciding
  // What was only looked at must still stand as well, as it stood before this batch.
  const revisions = new Map([...memory.others.looked, ...deciding.revisions])
  for (const { change } of plan) if (change.isNew) revisions.delete(change.write.state.number)
  const version = (key: string) =>
    memory.claims.version(key) ?? memory.sameness.version(key) ?? memory.workloads.version(key)
  return { plan, ground: { revisions, counter: memory.counter, version }, applied }
}

/** Reads at once what several filings will ask about cases like them: each by itself would cost a round trip. */
async function foresee(session: Session, client: PoolClient, memory: Memory, incoming: readonly Incoming[]) {
  const filings = incoming.filter(({ command }) => !('number' in command) && !memory.seen.has(command.id))
  if (filings.length < 2) return
  const freshNumber = () => session.numberFor(session.now, memory.counter.now + 1)
  for (const { command } of filings) {
    try {
      session.judge(command, { ...groundOf(memory), freshNumber })
    } catch {
      // It fails again when it is its turn, and is answered then.
    }
  }
  const wanted = memory.sameness.missing()
  if (wanted !== undefined) await memory.sameness.learn(client, wanted)
}

/** What a judge may ask about other cases. */
const groundOf = ({ claims, precedents, sameness, workloads, others }: Memory) => ({
  ...{ claims: claims.find, precedents: precedents.find, workloads: workloads.find },
  other: others.find,
  ...{ sameness: sameness.find, tally: sameness.tally },
})

interface Deciding {
  readonly memory: Memory
  readonly plan: Decided[]
  readonly revisions: Map<string, number>
}

async function decideOne(
  session: Session,
  client: PoolClient,
  deciding: Deciding,
  incoming: Incoming,
): Promise<Applied> {
  const { memory, plan } = deciding
  const { command, digest } = incoming
  const seen = memory.seen.get(command.id)
  if (seen !== undefined) return { answer: repeated(seen, digest) }
  const judged = await judgeOne(session, client, memory, incoming)
  if ('error' in judged) return judged
  const { answer, write } = judged.verdict
  if (write === undefined) return { answer }
  const { number } = write.state
  const known = memory.cases.get(number) ?? (judged.fresh === number ? undefined : await recallCase(client, number))
  let change: Decided['change']
  try {
    change = caseChange(write, known)
  } catch (error) {
    return { error }
  }
  if (known !== undefined && !plan.some((one) => one.change.write.state.number === number)) {
    deciding.revisions.set(number, known.state.revision)
  }
  if (judged.fresh !== undefined) memory.counter.now = judged.seq
  memory.cases.set(number, change.after)
  memory.claims.grant(number, write.claims)
  if (write.sameness) memory.sameness.put(number, write.sameness, known === undefined)
  memory.workloads.put(number, write.tasks)
  memory.seen.set(command.id, { digest: digest ?? null, answer: JSON.stringify(answer) })
  plan.push({ incoming, answer, change })
  return { answer }
}

type Judged =
  | { readonly error: unknown }
  | { readonly verdict: Verdict; readonly fresh: string | undefined; readonly seq: number }

/** Judges once, and once more for each time the judge asks for something that was not read. */
async function judgeOne(session: Session, client: PoolClient, memory: Memory, { command }: Incoming): Promise<Judged> {
  const current = 'number' in command ? memory.cases.get(command.number) : undefined
  const seq = memory.counter.now + 1
  let fresh: string | undefined
  const freshNumber = (): string => {
    fresh = session.numberFor(session.now, seq)
    return fresh
  }
  const loaded = {
    ...groundOf(memory),
    freshNumber,
    ...(current && { case: current.state, changed: current.changed }),
  }
  for (;;) {
    let judged: Judged
    try {
      judged = { verdict: session.judge(command, loaded), fresh, seq }
    } catch (error) {
      judged = { error }
    }
    const alike = memory.sameness.missing()
    if (alike !== undefined) {
      await memory.sameness.learn(client, alike)
      continue
    }
    const unread = memory.others.missing()
    if (unread !== undefined) {
      await memory.others.learn(client, unread)
      continue
    }
    const people = memory.workloads.missing()
    if (people !== undefined) {
      await memory.workloads.learn(client, people)
      continue
    }
    const others = memory.precedents.missing()
    if (others !== undefined) {
      await memory.precedents.learn(client, others)
      continue
    }
    const missing = memory.claims.missing()
    if (missing === undefined) return judged
    session.asked.note(command, missing)
    await memory.claims.learn(client, missing)
  }
}

/** A changed prefix or zone may lead to a number that exists. */
async function passTaken(session: Session, client: PoolClient, { counter }: Memory): Promise<void> {
  const taken = async () =>
    (await hasCase.get(client, { number: session.numberFor(session.now, counter.now + 1) })) !== undefined
  while (await taken()) counter.now += 1
}
