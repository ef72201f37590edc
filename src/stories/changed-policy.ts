/** The shipped policy as a company would change it: parts of its YAML edited, the rest left as it stands. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Document } from 'yaml'
import { isSeq, parseDocument } from 'yaml'
import { policySource } from './company.ts'

/** Where something stands in the policy: `flow.stages.plan`, or keys one by one where a key holds a dot. */
export type Spot = string | readonly (string | number)[]

/** Ways to edit a policy. Each throws when what it needs is not there, so that no test changes nothing by mistake. */
export interface Edit {
  /** Puts something new under a key that is not there yet. */
  add(spot: Spot, value: unknown): void
  /** Replaces what is there. */
  set(spot: Spot, value: unknown): void
  /** Puts an item into a list, at the end or before the one at `at`. */
  insert(spot: Spot, value: unknown, at?: number): void
}

/** The text of a policy with parts changed; the shipped one's when no other is given. */
export function edited(change: (edit: Edit) => void, source: string = policySource): string {
  const document = parseDocument(source)
  change(editing(document))
  return document.toString({ lineWidth: 0 })
}

function editing(document: Document.Parsed): Edit {
  const fresh = (value: unknown) => document.createNode(value)
  const there = (spot: Spot): (string | number)[] => {
    const path = pathOf(spot)
    if (!document.hasIn(path)) throw new Error(`the policy has no ${path.join('.')}`)
    return path
  }
  return {
    add(spot, value) {
      const path = pathOf(spot)
      if (document.hasIn(path)) throw new Error(`the policy already has ${path.join('.')}`)
      there(path.slice(0, -1))
      document.setIn(path, fresh(value))
    },
    set(spot, value) {
      document.setIn(there(spot), fresh(value))
    },
    insert(spot, value, at) {
      const list = document.getIn(there(spot), true)
      if (!isSeq(list)) throw new Error(`${String(spot)} is no list`)
      list.items.splice(at ?? list.items.length, 0, fresh(value))
    },
  }
}

function pathOf(spot: Spot): (string | number)[] {
  return typeof spot === 'string' ? spot.split('.') : [...spot]
}

/** A policy file of a test's own, to be changed while a house is open. */
export interface PolicyFile {
  readonly path: string
  write(text: string): void
  remove(): void
}

/** Writes a policy into a fresh folder. */
export function policyFile(text: string = policySource): PolicyFile {
  const folder = mkdtempSync(join(tmpdir(), 'redress-policy-'))
  const path = join(folder, 'policy.yaml')
  const write = (changed: string): void => writeFileSync(path, changed)
  write(text)
  return { path, write, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
