import { afterEach, describe, expect, it } from 'vitest'
import type { Reply } from '../../src/ports.ts'
import { type Mention, makeRobot, type Robot } from './robot.ts'
import { textOf } from './testing/phone.ts'
import { openRobotLine, type RobotLine } from './testing/robot-line.ts'
import { setStage } from './testing/stage.ts'

const BOT = { id: 'bot-1', secret: 'secret-1' }
const open: { stop(): void | Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.stop()
})

const until = async (holds: () => boolean): Promise<void> => {
  for (const end = Date.now() + 3_000; !holds(); ) {
    if (Date.now() > end) throw new Error('it never came to that')
    await new Promise((resolve) => setTimeout(resolve, 3))
  }
}

interface Scene {
  readonly line: RobotLine
  readonly robot: Robot
  readonly heard: Mention[]
  readonly told: string[]
}

async function scene(reply: Reply, bot = BOT): Promise<Scene> {
  const line = await openRobotLine(BOT)
  const heard: Mention[] = []
  const told: string[] = []
  const robot = makeRobot({
    bot: { ...bot, wsUrl: line.url },
    log: { info() {}, warn() {}, error() {} },
    lang: () => 'zh',
    hear: async (mention) => {
      heard.push(mention)
      return reply
    },
    tellOperator: (key) => told.push(key),
    pace: { ping: 10, first: 5, most: 20, long: 60_000 },
  })
  open.push(line, robot)
  robot.start()
  return { line, robot, heard, told }
}

const DONE: Reply = {
  is: 'done',
  number: 'C-20261122-0001',
  revision: 2,
  message: { text: '收到，单号 C-20261122-0001。', lang: 'zh' },
}
const answers = ({ frames }: RobotLine) => frames.filter(({ cmd }) => cmd === 'aibot_respond_msg')

it('is the same house as the app: whoever mentions it is heard as themselves, and reads the answer in the app', async () => {
  const line = await openRobotLine(BOT)
  const on = await setStage({ settings: { botId: BOT.id, botSecret: BOT.secret, wsUrl: line.url } })
  open.push(line, { stop: on.close })
  on.reply = () => ({ is: 'say', message: { text: '等您处理的（3）', lang: 'zh' } })
  await until(() => line.subscribed === 1)
  line.mention('WangLi', '@客诉助手 我的', 'm1')
  await until(() => answers(line).length === 1)
  expect(on.heard).toMatchObject([
    { what: 'say', with: { text: '我的' }, key: 'wecom/robot/m1', caller: { actor: { id: 'wang.li' } } },
  ])
  expect(on.phone('WangLi').chat().map(textOf)).toEqual(['等您处理的（3）'])
  line.mention('encrypted+/user', '@客诉助手 同意 C-20261122-0001', 'm2')
  await until(() => on.heard.length === 2)
  expect(on.heard[1]?.caller.actor).toEqual({ kind: 'account', platform: 'wecom', account: 'encrypted+/user' })
})

describe('the robot of groups', () => {
  it('hears a mention once, without the name it begins with, and answers under the same request', async () => {
    const { line, robot, heard } = await scene(DONE)
    await until(robot.ready)
    line.mention('WangLi', '@客诉助手 投诉 客户=张伟', 'm1')
    line.mention('WangLi', '@客诉助手 投诉 客户=张伟', 'm1')
    await until(() => answers(line).length === 1)
    expect(heard).toEqual([{ from: 'wangli', text: '投诉 客户=张伟', key: 'robot/m1' }])
    expect(answers(line)[0]).toMatchObject({
      headers: { req_id: 'r-m1' },
      body: { msgtype: 'stream', stream: { finish: true, content: DONE.is === 'done' ? DONE.message.text : '' } },
    })
  })

  it('tells the group nothing but short answers', async () => {
    const { line, robot } = await scene({ is: 'say', message: { text: '等您处理的（3）：<a href="x">', lang: 'zh' } })
    await until(robot.ready)
    line.mention('WangLi', '@客诉助手 我的', 'm1')
    await until(() => answers(line).length === 1)
    expect(JSON.stringify(answers(line))).not.toMatch(/等您处理|<a/)
  })

  it('comes back when the line is cut, and when nobody answers its pings', async () => {
    const { line, robot } = await scene(DONE)
    await until(robot.ready)
    line.cut()
    await until(() => line.subscribed === 2)
    line.mute()
    await until(() => line.subscribed >= 3)
  })

  it('does not fight another connection, and says so', async () => {
    const { line, robot, told } = await scene(DONE)
    await until(robot.ready)
    line.replace()
    await until(() => told.length === 1)
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect([told, line.subscribed, robot.ready()]).toEqual([['robot_replaced'], 1, false])
  })

  it('says when it is not let in', async () => {
    const { line, told } = await scene(DONE, { ...BOT, secret: 'wrong' })
    await until(() => told.length === 1)
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect([told, line.frames.length]).toEqual([['robot_refused'], 1])
  })
})
