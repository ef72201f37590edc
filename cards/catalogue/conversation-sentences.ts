/** What is said in a chat without forms: questions, summaries, confirmations, and the words people answer with. */
import type { Text } from '../../src/rules/nouns.ts'

export const TALK_SENTENCES = {
  'talk.title': { zh: '{title}[（{n}/{of}）]', en: '{title}[ ({n} of {of})]' },
  'talk.optional': { zh: '{label}（选填）', en: '{label} (optional)' },
  'talk.option': { zh: '{n}. {label}', en: '{n}. {label}' },
  'talk.now': { zh: '现在是：{value}', en: 'Now: {value}' },
  'talk.how.choose': { zh: '请发序号或名称。', en: 'Send its number or name.' },
  'talk.how.choose_many': {
    zh: '可以多选：发序号，用空格隔开。',
    en: 'Choose as many as apply: send their numbers with spaces between.',
  },
  'talk.how.tree': {
    zh: '请发序号；知道类型的话，直接发它的名称。',
    en: 'Send a number, or the name of the type if you know it.',
  },
  'talk.how.person': { zh: '请发姓名，或者 @ 这位同事。', en: 'Send a name, or mention the person.' },
  'talk.how.date': { zh: '请发日期，例如 {example} 或“今天”。', en: 'Send a date, such as {example} or “today”.' },
  'talk.how.time': { zh: '请发时间，例如 13:30。', en: 'Send a time, such as 13:30.' },
  'talk.how.money': {
    zh: '请发金额（{currency}），例如 {example}。',
    en: 'Send an amount in {currency}, such as {example}.',
  },
  'talk.how.number': { zh: '请发一个数字。', en: 'Send a number.' },
  'talk.how.files': {
    zh: '请发来图片、视频或文件（最多{max}个），发完后发“完成”。',
    en: 'Send the pictures, videos or files (at most {max}), then “done”.',
  },
  'talk.how.yes_no': { zh: '请发“是”或“否”。', en: 'Send “yes” or “no”.' },
  'talk.skip': { zh: '不填请发“跳过”。', en: 'Send “skip” to leave it empty.' },
  'talk.ways': {
    zh: '随时可以发：“返回”改上一项，“取消”放弃。',
    en: 'At any time: “back” changes the last answer, “cancel” gives up.',
  },
  'talk.lenient': {
    zh: '缺的内容初审时会补问；想先提交请发“完成”。',
    en: 'What is missing is asked at the review; send “done” to file it now.',
  },
  'talk.check': { zh: '请核对：{title}', en: 'Please check: {title}' },
  'talk.more': { zh: '还可以补充：{list}', en: 'You can add: {list}' },
  'talk.more_item': { zh: '{n} {label}', en: '{n} {label}' },
  'talk.missing': { zh: '还缺：{list}（初审时会补问）', en: 'Still missing: {list} (asked at the review)' },
  'talk.how.check': {
    zh: '发“确认”提交，发序号修改或补充那一项，发“取消”放弃。',
    en: 'Send “confirm” to submit, a number to change or add that item, “cancel” to give up.',
  },
  'talk.how.confirm': { zh: '发“确认”继续，发“取消”放弃。', en: 'Send “confirm” to go on or “cancel” to stop.' },
  'talk.cancelled': { zh: '已放弃，什么都没有提交。', en: 'Given up; nothing was submitted.' },
  'talk.nothing_open': {
    zh: '现在没有等您确认或填写的内容，这条消息没有任何作用。',
    en: 'Nothing is waiting for your answer, so this changed nothing.',
  },
  'talk.still_open': {
    zh: '这张表单还没填完，请接着回答；重新开始请先发“取消”。',
    en: 'This form is not finished. Please answer on; to begin anew send “cancel” first.',
  },
  'talk.go_on': { zh: '接着刚才的：', en: 'Back to where we were:' },
  'talk.must': { zh: '这一项必填。', en: 'This one is needed.' },
  'talk.not_understood': { zh: '没看懂这个回答。', en: 'That answer was not understood.' },
  'talk.not_offered': { zh: '选项里没有“{words}”。', en: '“{words}” is not on the list.' },
  'talk.several': { zh: '“{words}”对应几个选项，请选一个：', en: 'Several match “{words}”, please choose one:' },
  'talk.got_files': { zh: '收到，共{n}个附件。', en: 'Got it: {n} attached.' },
  'talk.no_files': { zh: '这张表单不收附件。', en: 'This form takes no files.' },
  'talk.many_files': { zh: '附件最多{max}个，多出的没有收下。', en: 'At most {max} files; the others were left out.' },
  'talk.what_to_do': { zh: '这张单等您决定，可以发：{list}', en: 'This waits for your decision. You can send: {list}' },
  'talk.which': { zh: '等您处理的有几张，请写明单号：', en: 'Several are waiting for you, please name the number:' },
  'talk.words_left': {
    zh: '“{words}”没有一起记录；要留言请发“备注 {number} 内容”。',
    en: '“{words}” is not recorded along with this; to leave a remark send “note {number} TEXT”.',
  },
  'talk.read_as': { zh: '已按这一句登记：{list}', en: 'Filed from your line: {list}' },
  'talk.unread': {
    zh: '没有认出的内容放进了问题描述：{list}',
    en: 'Not recognised, so kept in the description: {list}',
  },
  'talk.help': {
    zh: [
      '可以这样用：',
      '• 投诉：一步步提交客诉',
      '• 投诉 客户=张三 产品=双门冰箱，三天不制冷：一句话提交',
      '• 我的：等我处理的单',
      '• 办 单号：处理一张单',
      '• 同意 单号；驳回 单号 原因；退回 单号 原因',
      '• 转交 单号 @同事 原因；加签 单号；询问 单号；答复 单号 内容',
      '• 批量：一起决定等我的审批',
      '• 查 单号；列表；备注 单号 内容；催办 单号；撤回 单号 原因',
    ].join('\n'),
    en: [
      'What you can send:',
      '• complaint: file one step by step',
      '• complaint customer=Ann Baker product=fridge, stopped cooling after three days: file one in a line',
      '• mine: what waits for me',
      '• do NUMBER: work on one',
      '• approve NUMBER; reject NUMBER REASON; return NUMBER REASON',
      '• transfer NUMBER @COLLEAGUE REASON; add NUMBER; ask NUMBER; answer NUMBER TEXT',
      '• bulk: decide the approvals that wait for me together',
      '• show NUMBER; list; note NUMBER TEXT; remind NUMBER; withdraw NUMBER REASON',
    ].join('\n'),
  },
} as const satisfies Record<string, Text>

/** Words that steer a conversation. They are compared without regard to case and width. */
export const TALK_WORDS = {
  file: ['complaint', '投诉', '客诉'],
  back: ['back', '返回', '上一步', '上一项'],
  cancel: ['cancel', '取消', '放弃'],
  skip: ['skip', '跳过', '不填'],
  done: ['done', '完成', '发完了'],
  confirm: ['confirm', '确认', '确定', 'submit', '提交'],
  yes: ['yes', 'y', '是', '有', '对'],
  no: ['no', 'n', '否', '没有', '不是'],
  do: ['do', '办', '处理', '办理'],
  today: ['today', '今天', '今日'],
  yesterday: ['yesterday', '昨天', '昨日'],
  before_yesterday: ['前天'],
  tomorrow: ['tomorrow', '明天', '明日'],
} as const satisfies Record<string, readonly string[]>

/** What people call the text of a complaint in a line, beside its label. */
export const TEXT_NAMES = ['description', '描述', '内容', '问题'] as const

/** What people call verbs beside their labels and ids. */
export const VERB_SYNONYMS = {
  submit: ['提交', '已告知客户', 'customer told'],
  approve: ['批准', '通过'],
  reject: ['拒绝', 'decline'],
  return: ['打回', 'send back'],
  transfer: ['转派', '转给'],
  withdraw: ['撤销', '撤单'],
  amend: ['修改', 'change'],
  note: [],
  pay: ['付款', '已付款', 'paid'],
  fail: ['付款没成功'],
  unflag: ['不实', 'false hint'],
  bounce: ['退款回来', '退票', 'bounced'],
  pause: ['暂停'],
  resume: ['恢复', '继续计时'],
  urge: ['催', '催一下'],
  clear: ['解除预警', '不是预警'],
  room: ['拉群', '作战室', 'room'],
  unmask: ['联系方式', 'contact data'],
  add: ['加审批人', '会签', 'add'],
  ask: ['提问', '问一下', 'question'],
  answer: ['回答', '回复', 'reply'],
  recall: ['撤回方案', 'take back'],
  rescue: ['跳过', '换人', 'next'],
  claim: ['领取', '我来'],
  contact: ['已联系客户', '联系了客户', 'contacted', 'called'],
  keep: ['兑现', '已兑现', 'kept'],
  renew: ['改约', '另约', 'another time'],
  acknowledge: ['在处理', '正在处理'],
  snooze: ['稍后再说', 'later'],
} as const satisfies Record<string, readonly string[]>
