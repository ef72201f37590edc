/** What somebody who acted hears back: one or a few messages to them alone, at once, whatever waits in the outbox. */
import type { Caller, PlatformParts, Reply } from '../../src/ports.ts'
import { memberBody, type PostParts, postToMember } from './post.ts'
import { type Content, renderAnswer, renderButtons, renderMessage, renderStory } from './render.ts'
import { holdsWords, renderFormLink } from './render-form.ts'
import type { TaskIds } from './task-ids.ts'

export interface AnswerParts extends PostParts {
  readonly links: PlatformParts['links']
  readonly conversation: PlatformParts['conversation']
  readonly tasks: TaskIds
  readonly log: PlatformParts['log']
}

/** Whom an answer goes to, and the key of what it answers. */
export interface Asked {
  readonly account: string
  readonly caller: Caller
  readonly key: string
}

/** Sends a reply. A form becomes a link to its page, or questions in the chat where there is no page. */
export async function answer(parts: AnswerParts, asked: Asked, reply: Reply): Promise<void> {
  for (const content of await contentsOf(parts, asked, reply)) {
    const body = memberBody(asked.account, content, parts.settings.agentId, false)
    const posted = await postToMember(parts, body, `user/${asked.account}`, 'answer')
    if ('not' in posted) return parts.log.warn({ why: posted.not.why }, 'an answer was not sent')
  }
}

async function contentsOf(parts: AnswerParts, asked: Asked, reply: Reply): Promise<readonly Content[]> {
  const { links } = parts
  const message = { links, position: undefined }
  switch (reply.is) {
    case 'say':
    case 'done':
    case 'refused':
      return renderAnswer(reply.message, message)
    case 'errors': {
      const text = reply.errors.map((error) => error.text).join('\n')
      return [renderMessage({ text, lang: asked.caller.lang }, message).payload]
    }
    case 'form':
      if (links !== undefined && !holdsWords(reply.form)) return [renderFormLink(reply.form, links)]
      return contentsOf(parts, asked, await parts.conversation.ask(asked.caller, reply.form, `${asked.key}/ask`))
    case 'card': {
      const { card } = reply
      const story = renderStory(card)
      if (card.actions.length === 0) return story
      const task = await parts.tasks.next(card.number, card.actions[0]?.revision ?? card.revision, undefined)
      const content = renderButtons({ ...card, blocks: [] }, task, message).payload
      return [...story, { msgtype: 'template_card', content }]
    }
  }
}
