/** Bolt as it comes, with a handler that does nothing but acknowledge: what a click costs at the very least. */
import { createServer } from 'node:http'
import { App, HTTPReceiver } from '@slack/bolt'
import { PATH, SLACK_SECRET } from '../slack-clicks.ts'

const receiver = new HTTPReceiver({ signingSecret: SLACK_SECRET, endpoints: PATH })
const app = new App({
  receiver,
  authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B', botUserId: 'U', teamId: 'TBENCH' }),
  tokenVerificationEnabled: false,
})
app.action(/[\s\S]*/, ({ ack }) => ack())
const server = createServer(receiver.requestListener)
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 })
})

// Nobody is left behind when the bench is cut short.
process.on('disconnect', () => process.exit())
