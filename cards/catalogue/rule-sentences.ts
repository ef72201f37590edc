/** Phrases that put a condition of the policy into words. */
import type { Text } from '../../src/rules/nouns.ts'

export const RULE_SENTENCES = {
  'rule.is': { zh: '{label}为{value}', en: '{label} is {value}' },
  'rule.is_not': { zh: '{label}不是{value}', en: '{label} is not {value}' },
  'rule.over': { zh: '{label}超过{value}', en: '{label} is over {value}' },
  'rule.at_least': { zh: '{label}不低于{value}', en: '{label} is at least {value}' },
  'rule.under': { zh: '{label}低于{value}', en: '{label} is under {value}' },
  'rule.up_to': { zh: '{label}不超过{value}', en: '{label} is up to {value}' },
  'rule.includes': { zh: '{label}含{value}', en: '{label} includes {value}' },
  'rule.within': { zh: '{label}属于{value}', en: '{label} belongs to {value}' },
  'rule.yes': { zh: '{label}', en: '{label}' },
  'rule.no': { zh: '不是“{label}”', en: 'not “{label}”' },
  'rule.empty': { zh: '{label}未填', en: '{label} is empty' },
  'rule.filled': { zh: '{label}已填', en: '{label} is filled in' },
  'rule.and': { zh: '{left}，且{right}', en: '{left}, and {right}' },
  'rule.or': { zh: '{left}，或{right}', en: '{left}, or {right}' },
  'rule.group': { zh: '（{inner}）', en: '({inner})' },
  'rule.mentions': { zh: '{label}里有“{value}”', en: '{label} mentions {value}' },
  'rule.mentions_some': {
    zh: '{label}里有“{value}”等 {n} 个词之一',
    en: '{label} mentions {value} or another of {n} words',
  },
  'rule.one_of': { zh: '{left}或{right}', en: '{left} or {right}' },
  'rule.family': { zh: '投诉类别', en: 'Family' },
} as const satisfies Record<string, Text>
