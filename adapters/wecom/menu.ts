/** The app's menu at the bottom of its chat: file, mine, list, help. Created by the app itself when it starts. */
import type { Lang } from '../../src/rules/nouns.ts'
import type { Answered, Api } from './api.ts'

/** Words for the reception by the key of a menu entry; any other entry asks for help. */
export const MENU_WORDS: Readonly<Record<string, string>> = { file: '', mine: 'mine', list: 'list' }

const LABELS = {
  file: { zh: '提客诉', en: 'File' },
  mine: { zh: '我的待办', en: 'My tasks' },
  cases: { zh: '单据', en: 'Cases' },
  list: { zh: '最近的单', en: 'Recent' },
  help: { zh: '帮助', en: 'Help' },
} as const

/** The menu as WeCom wants it; clicks come back as events with the entry's key. */
export function menuOf(lang: Lang): object {
  const entry = (key: 'file' | 'mine' | 'list' | 'help'): object => ({ type: 'click', name: LABELS[key][lang], key })
  return {
    button: [entry('file'), entry('mine'), { name: LABELS.cases[lang], sub_button: [entry('list'), entry('help')] }],
  }
}

/** Creates the menu; the same one again changes nothing people see. */
export function createMenu(api: Api, agentId: string, lang: Lang): Promise<Answered> {
  return api.call({ path: '/cgi-bin/menu/create', query: { agentid: agentId }, body: menuOf(lang), repeatable: true })
}
