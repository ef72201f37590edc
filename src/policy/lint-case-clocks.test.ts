/** Clocks of the whole case, promises and hedges, spoiled. */
import { expect, test } from 'vitest'
import type { Row } from './testing.ts'
import { findProblem } from './testing.ts'

/** The small policy with one more clock. */
const withClock = (clock: string): Row[1] => [['\nclocks:', `\nclocks:\n  talk: {${clock}}`]]

test.each<Row>([
  [
    'no stage to run from',
    withClock('from: {left: plann}, until: contacted, asks: field.receiver, all: 1bd'),
    'clocks.talk.from.left',
    /no stage "plann"/,
  ],
  [
    'no stage to run until',
    withClock('from: filed, until: {entered: [plan, plon]}, asks: field.receiver, all: 1bd'),
    'clocks.talk.until.entered',
    /no stage "plon"/,
  ],
  [
    'nobody to be reminded',
    withClock('from: filed, until: contacted, asks: team.nobody, all: 1bd'),
    'clocks.talk.asks',
    /no team "nobody"/,
  ],
  ['about nobody', withClock('from: filed, until: contacted, all: 1bd'), 'clocks.talk', /about whom/],
  [
    'from a place',
    withClock('from: entered, until: contacted, asks: field.receiver, all: 1bd'),
    'clocks.talk',
    /from when/,
  ],
  [
    'asks without until',
    withClock('from: filed, asks: field.receiver, all: 1bd'),
    'clocks.talk.asks',
    /asks is for clocks of the whole case/,
  ],
  [
    'a condition that is none',
    withClock('from: filed, until: ended, when: "levl == 1", asks: field.owner, all: 1bd'),
    'clocks.talk.when',
    /levl/,
  ],
  [
    'a span of a hundred years',
    withClock('from: filed, until: ended, asks: field.owner, all: 1bd, complex: 30000bd'),
    'clocks.talk.complex',
    /hundred years/,
  ],
  [
    'a place with a clock of the case',
    [...withClock('from: filed, until: contacted, asks: field.receiver, all: 1bd'), ['dwell: first', 'dwell: talk']],
    'dwell',
    /of no stage/,
  ],
  [
    'a hedge that cannot be looked for',
    [['\nclocks:', '\nhedges: {en: [a*]}\nclocks:']],
    'hedges.en[0]',
    /fewer than three/,
  ],
  [
    'a promise sooner than the clock of the case behind it',
    [
      ...withClock('from: filed, until: contacted, asks: field.receiver, all: 2bd'),
      ['\npauses:', '\npromises: {received: [{what: A call, all: 4bh, kept: contacted}]}\npauses:'],
    ],
    'promises.received[0]',
    /At level 1 4bh is promised, sooner than the clock talk with 2bd/,
  ],
  [
    'a promise sooner than the clock of the stage it waits for',
    [['\npauses:', '\npromises: {received: [{what: A check, all: 20m, kept: {left: review}}]}\npauses:']],
    'promises.received[0]',
    /sooner than the clock first/,
  ],
  [
    'a promise that no stage keeps',
    [['\npauses:', '\npromises: {received: [{what: A check, all: 9bd, kept: {left: reviw}}]}\npauses:']],
    'promises.received[0].kept',
    /no stage "reviw"/,
  ],
  [
    'a promise that no message makes',
    [['\nreceived: received', '\npromises: {received: [{what: A check, all: 9bd, kept: ended}]}']],
    'promises.received[0]',
    /no message at filing/,
  ],
])('%s', (_what, changes, path, message) => {
  expect(findProblem(changes, path, message)).toBeDefined()
})

test('a text that takes back what it says is warned of', () => {
  const changes: Row[1] = [
    ['\nclocks:', '\nhedges: {zh: [尽量], en: [maybe]}\nclocks:'],
    ['subject: Result', 'subject: "Maybe a result"'],
  ]
  expect(findProblem(changes, 'texts.result.subject.en', /“Maybe” in the text takes back/)).toBeDefined()
})
