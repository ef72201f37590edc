/** Words of the pages under `/f/`: what stands around a form, in both languages. `{name}` is filled by the page. */
import type { Text } from '../src/rules/nouns.ts'

const text = (zh: string, en: string): Text => ({ zh, en })

export const FORM_PAGE_WORDS = {
  required: text('必填', 'required'),
  optional: text('选填', 'optional'),
  choose: text('请选择', 'Please choose'),
  none: text('不填', 'Leave empty'),
  level: text('第 {n} 级', 'Level {n}'),
  yes: text('是', 'Yes'),
  more: text('补充更多（选填）', 'Add more (optional)'),
  add_files: text('添加图片、视频或文件', 'Add pictures, videos or files'),
  up_to: text('最多 {max} 个，每个不超过 20 MB', 'At most {max}, 20 MB each'),
  remove: text('移除 {name}', 'Remove {name}'),
  uploading: text('正在上传 {name}：{percent}%', 'Uploading {name}: {percent}%'),
  uploaded: text('已上传 {name}', '{name} is uploaded'),
  upload_failed: text('没有传上去：{name}。{why}', '{name} was not uploaded. {why}'),
  too_many: text('最多 {max} 个，其余没有添加。', 'At most {max}; the others were left out.'),
  too_large: text('文件超过 20 MB。', 'It is larger than 20 MB.'),
  wait_uploads: text('附件还在上传，传完就能提交。', 'Files are still being uploaded; submit when they are there.'),
  sending: text('正在提交…', 'Submitting…'),
  retrying: text(
    '网络不稳，正在重试…内容都在，不会重复提交。',
    'The network is weak, trying again… Nothing is lost and nothing is submitted twice.',
  ),
  not_sent: text('还没有提交成功，内容已保存在这里。', 'It was not submitted; everything is kept here.'),
  again: text('再试一次', 'Try again'),
  offline: text(
    '现在没有网络，可以继续填写，恢复后再提交。',
    'You are offline. Write on; submit when the network is back.',
  ),
  kept: text('已自动保存', 'Saved'),
  restored: text('已恢复上次没填完的内容。', 'What you had not finished is back.'),
  discard: text('清空重填', 'Start afresh'),
  was_sent: text('上次填写的内容已经提交：{number}。', 'What you wrote last time was submitted: {number}.'),
  second: text(
    '{number} 已经提交过了。这次的内容不一样，还没有提交；确实要另外提交的话，请再按一次。',
    '{number} was submitted already. What you wrote now differs and is not submitted yet; press once more to submit it as well.',
  ),
  check: text('请看看标出的地方。', 'Please look at what is marked.'),
  open_case: text('查看这张单', 'Open this complaint'),
  file_another: text('再提交一张', 'File another one'),
  to_home: text('我的单', 'My complaints'),
  do_now: text('现在可以办', 'What you can do'),
  step_done: text('已完成', 'done'),
  step_now: text('进行中', 'now'),
  step_next: text('未开始', 'ahead'),
  late: text('已超时', 'overdue'),
  no_cookies: text('没能登录：这个浏览器不接受 Cookie。', 'You could not be signed in: this browser takes no cookies.'),
  no_cookies_fix: text('请允许 Cookie，再从聊天里重新打开。', 'Allow cookies, then open it again from the chat.'),
  expired: text('这个链接太旧了。', 'This link is too old.'),
  expired_fix: text(
    '请从最新的消息里打开，或从“我的单”进入。',
    'Open it from the newest message, or from “My complaints”.',
  ),
  foreign: text('这个链接不完整，或不是我们发出的。', 'This link is incomplete or not ours.'),
  foreign_fix: text('请从聊天里重新打开。', 'Open it again from the chat.'),
  which_chat: text('您从哪里来？', 'Which chat do you use?'),
  sign_in_over: text('登录已过期，正在重新登录。', 'Your session is over; signing in again.'),
  needs_script: text('请打开 JavaScript 后再填写。', 'Please switch JavaScript on to fill this in.'),
  slow_down: text('操作太频繁，请稍等一会儿。', 'That was too fast; please wait a moment.'),
  broken: text(
    '出了点问题，什么都没有改变。请稍后再试。',
    'Something went wrong and nothing was changed. Please try again later.',
  ),
} as const satisfies Record<string, Text>

export type FormPageWord = keyof typeof FORM_PAGE_WORDS
