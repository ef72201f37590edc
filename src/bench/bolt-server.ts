/** Bolt as it comes, with its own HTTPReceiver, for the subjects of the bench that stand for it. */
import { createServer } from 'node:http'
import { App, type BlockAction, HTTPReceiver } from '@slack/bolt'
import { cpuAtRest } from './rest.ts'
import { PATH, SLACK_SECRET } from './slack-clicks.ts'

/** Serves clicks on any free port and says which. Told anything, it says `{ cpu }` (see `cpuAtRest`). */
export async function serveBolt(click: (body: BlockAction) => void): Promise<void> {
  const receiver = new HTTPReceiver({ signingSecret: SLACK_SECRET, endpoints: PATH })
  const app = new App({
    receiver,
    authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B', botUserId: 'U', teamId: 'TBENCH' }),
    tokenVerificationEnabled: false,
  })
  app.action<BlockAction>(/[\s\S]*/, async ({ ack, body }) => {
    click(body)
    await ack()
  })
  const server = createServer(receiver.requestListener)
  server.keepAliveTimeout = 60_000
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  process.on('message', () => void cpuAtRest().then((cpu) => process.send?.({ cpu })))
  // Nobody is left behind when the bench is cut short.
  process.on('disconnect', () => process.exit())
  const address = server.address()
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 })
}
