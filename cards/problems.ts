/** What a caller of the HTTP interface is told when a request cannot be understood: what is wrong, and the fix. */
import type { Text } from '../src/rules/nouns.ts'

/** A sentence with its remedy. `{name}` parts are filled in by `fill`. */
export interface Remedy {
  readonly message: Text
  readonly fix: Text
}

const text = (zh: string, en: string): Text => ({ zh, en })

export const PROBLEMS = {
  utf8: {
    message: text('请求内容不是有效的 UTF-8。', 'The request body is not valid UTF-8.'),
    fix: text('请以 UTF-8 编码发送 JSON。', 'Send the JSON encoded as UTF-8.'),
  },
  json: {
    message: text('请求内容不是有效的 JSON。', 'The request body is not valid JSON.'),
    fix: text('请发送一个 JSON 对象。', 'Send one JSON object.'),
  },
  content_type: {
    message: text('请求内容的类型不对。', 'The content type of the request is wrong.'),
    fix: text('请使用 Content-Type: application/json。', 'Use Content-Type: application/json.'),
  },
  field_unknown: {
    message: text('没有名为“{field}”的字段。', 'There is no field called “{field}”.'),
    fix: text('请去掉它；可用字段：{known}。', 'Leave it out. Fields that exist here: {known}.'),
  },
  field_required: {
    message: text('缺少字段“{field}”。', 'The field “{field}” is missing.'),
    fix: text('请补上它，类型为 {expected}。', 'Add it, of type {expected}.'),
  },
  field_type: {
    message: text('字段“{field}”的类型不对。', 'The field “{field}” has the wrong type.'),
    fix: text('应为 {expected}。', 'It must be {expected}.'),
  },
  field_too_long: {
    message: text('字段“{field}”太长或太大。', 'The field “{field}” is too long or too large.'),
    fix: text('最多 {max}。', 'At most {max}.'),
  },
  field_range: {
    message: text('字段“{field}”的值不被接受。', 'The value of the field “{field}” is not accepted.'),
    fix: text('应为：{expected}。', 'Expected: {expected}.'),
  },
  too_large: {
    message: text('请求内容太大。', 'The request body is too large.'),
    fix: text('最多 {max}。', 'Send at most {max}.'),
  },
  unauthorised: {
    message: text('缺少访问令牌，或令牌无效。', 'The access token is missing or wrong.'),
    fix: text('请使用 Authorization: Bearer <令牌>。', 'Send Authorization: Bearer <token>.'),
  },
  forbidden: {
    message: text('此令牌不允许这样做。', 'This token is not allowed to do that.'),
    fix: text('令牌需要权限：{scope}。', 'The token needs the scope {scope}.'),
  },
  not_saved: {
    message: text(
      '现在什么都记不下来，这一步没有办成。',
      'Nothing can be written down right now, so this was not done.',
    ),
    fix: text(
      '请过一两分钟再试；重复点击不会重复执行。管理员在 /readyz 能看到原因。',
      'Try again in a minute or two: nothing happens twice. Operators see why at /readyz.',
    ),
  },
  not_found: {
    message: text('这里什么也没有。', 'There is nothing here.'),
    fix: text('请检查地址或编号。', 'Check the address or the number.'),
  },
  sample_loading: {
    message: text('示例公司正在载入，请稍等几秒。', 'The sample company is being loaded; a few seconds more.'),
    fix: text('载入完成后再试。', 'Try again when it is done.'),
  },
  sample_full: {
    message: text(
      '这里已经有客诉了，不再载入示例公司。',
      'There are complaints here already, so the sample company stays out.',
    ),
    fix: text(
      '想看示例公司，请在 DATABASE_URL 里另写一个新文件再启动。',
      'To see the sample company, name a new file in DATABASE_URL and start again.',
    ),
  },
  bad_key: {
    message: text('Idempotency-Key 不被接受。', 'The Idempotency-Key is not accepted.'),
    fix: text('请使用 1 到 200 个可见的 ASCII 字符。', 'Use 1 to 200 visible ASCII characters.'),
  },
  foreign: {
    message: text('请求来自别的站点，已拒绝。', 'The request came from another site and was refused.'),
    fix: text(
      '请从本机打开此页面（127.0.0.1 或 localhost）。',
      'Open the page on this machine (127.0.0.1 or localhost).',
    ),
  },
  clock_back: {
    message: text('时钟只能向前拨。', 'The clock only moves forward.'),
    fix: text('请给出 {now} 之后、{limit} 天以内的时刻。', 'Give a moment after {now}, at most {limit} days ahead.'),
  },
  no_timer: {
    message: text('没有等待中的定时器。', 'No timer is waiting.'),
    fix: text('请先提交一个投诉，或按时长拨动时钟。', 'File a complaint first, or move the clock by a span.'),
  },
  unexpected: {
    message: text('发生了意外错误，未作任何更改。', 'Something unexpected went wrong; nothing was changed.'),
    fix: text(
      '请重试；若再次发生，请把编号 {id} 告诉管理员。',
      'Try again; if it happens again, tell an administrator the id {id}.',
    ),
  },
} as const satisfies Record<string, Remedy>

export type ProblemName = keyof typeof PROBLEMS

/** Fills `{name}` parts; a part without a value stays as it is written, so that a mistake shows. */
export function fill(remedy: Remedy, params: Readonly<Record<string, string | number>>): Remedy {
  const one = (line: string): string => line.replace(/\{(\w+)\}/g, (part, name: string) => String(params[name] ?? part))
  const both = (lines: Text): Text => ({ zh: one(lines.zh), en: one(lines.en) })
  return { message: both(remedy.message), fix: both(remedy.fix) }
}
