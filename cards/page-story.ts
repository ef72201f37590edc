/** Words of the case's page, the welcome, the clock's menu and the tour, in both languages. */
import type { Text } from '../src/rules/nouns.ts'

export const STORY_WORDS = {} as const satisfies Record<string, Text>
