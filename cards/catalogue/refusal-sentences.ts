/** Every expected "no", in a kind short sentence (`refusal.<code>`) and what to do about it (`fix.<code>`). */
import type { RefusalCode, Text } from '../../src/rules/nouns.ts'

export const REFUSAL_SENTENCES = {
  'refusal.not_found': { zh: '没有找到[{number}]这张单', en: 'There is no such complaint[: {number}]' },
  'fix.not_found': { zh: '请核对单号，或发送“列表”查看。', en: 'Check the number, or send “list”.' },
  'refusal.not_a_person': { zh: '您的账号还没有登记到人员名单', en: 'Your account is not in the directory yet' },
  'fix.not_a_person': {
    zh: '请管理员把您的账号加到人员名单。',
    en: 'Ask an administrator to add your account to the directory.',
  },
  'refusal.may_not_file': { zh: '您的账号还不能提交客诉', en: 'Your account may not file complaints yet' },
  'fix.may_not_file': {
    zh: '请管理员登记您的账号，或请同事代为提交。',
    en: 'Ask an administrator to register you, or a colleague to file it.',
  },
  'refusal.unknown_verb': { zh: '没有[“{verb}”]这个操作', en: 'There is no such action[: {verb}]' },
  'fix.unknown_verb': { zh: '请使用卡片上的按钮。', en: 'Use the buttons on the card.' },
  'refusal.not_offered': {
    zh: '[“{stage}”]这一步现在不能[“{verb}”]操作',
    en: 'This step does not offer that now[: {verb}][, at {stage}]',
  },
  'fix.not_offered': {
    zh: '请看最新的卡片，上面有现在能做的操作。',
    en: 'Look at the newest card: it shows what can be done now.',
  },
  'refusal.not_yours': { zh: '这一步不是由您处理[，现在由{who}处理]', en: 'This is not yours to do[; {who} has it]' },
  'fix.not_yours': { zh: '如需处理，请对方转交给您。', en: 'If you should do it, ask them to transfer it to you.' },
  'refusal.already_decided': {
    zh: '这一步已经处理过了[（{by}，{at}）]',
    en: 'This was already decided[ by {by}, {at}]',
  },
  'fix.already_decided': { zh: '不用再点了，卡片会自动更新。', en: 'Nothing to do; the card updates by itself.' },
  'refusal.already_done': { zh: '这已经办过了', en: 'This is already done' },
  'fix.already_done': { zh: '不用再操作，卡片会自动更新。', en: 'Nothing to do; the card updates by itself.' },
  'refusal.case_ended': { zh: '这张单已经结束[：{outcome}]', en: 'This complaint has ended[: {outcome}]' },
  'fix.case_ended': { zh: '如果还有问题，请新提交一张。', en: 'File a new one if something is still wrong.' },
  'refusal.card_outdated': {
    zh: '您看的卡片之后，金额、补偿方式、收款人或审批人有变化，这次点击没有生效',
    en: 'Since you saw this card its amount, kind, payee or approvers have changed, so your click was not counted',
  },
  'fix.card_outdated': { zh: '请看最新的卡片再决定。', en: 'Please decide on the newest card.' },
  'refusal.duties_apart': {
    zh: '为了互相监督，同一张单的[{duty}和{other}]要由不同的人担任',
    en: 'To keep duties apart, one person cannot hold both roles on one complaint[: {duty} and {other}]',
  },
  'fix.duties_apart': { zh: '请转交给其他同事处理。', en: 'Transfer it to a colleague.' },
  'refusal.reason_required': { zh: '请写明理由', en: 'Please give a reason' },
  'fix.reason_required': { zh: '写一两句话就好。', en: 'A sentence or two is enough.' },
  'refusal.target_required': { zh: '请选择去向', en: 'Please choose where it should go' },
  'fix.target_required': { zh: '从列表里选一个。', en: 'Choose one from the list.' },
  'refusal.target_unknown': {
    zh: '选择的对象[“{target}”]不在可选范围内',
    en: 'That choice is not on the list[: {target}]',
  },
  'fix.target_unknown': { zh: '请从列表里选。', en: 'Choose one from the list.' },
  'refusal.target_barred': {
    zh: '这位同事不能接手这一步：[是这张单的{other}，不能再当{duty}；]已经参与过，或不是这一步的人选',
    en: 'That person cannot take this step:[ as its {other} they cannot be {duty};] already part of it, or not among those who may',
  },
  'fix.target_barred': { zh: '请选另一位同事。', en: 'Choose another colleague.' },
  'refusal.merge_self': { zh: '不能并入它自己', en: 'A case cannot be merged into itself' },
  'fix.merge_self': { zh: '请填另一张单的单号。', en: 'Name the other case.' },
  'refusal.merge_unknown': {
    zh: '没有找到可以并入的单[“{number}”]',
    en: 'There is no such case to merge into[: {number}]',
  },
  'fix.merge_unknown': { zh: '请核对单号。', en: 'Check the number.' },
  'refusal.merge_ended': {
    zh: '[{number} ]已经结束，不能再并入',
    en: 'It has ended[: {number}], so nothing can be merged into it',
  },
  'fix.merge_ended': {
    zh: '请并入还在处理的单，或在备注里写明单号。',
    en: 'Choose a case that is open, or name this one in a note.',
  },
  'refusal.merge_graver': {
    zh: '这张单比[ {number} ]更急，或有那边没有的预警，不能并过去',
    en: 'This case is graver than that one[ ({number})], or has an alert that it has not',
  },
  'fix.merge_graver': { zh: '请反过来，把那张单并入这张。', en: 'Merge the other one into this instead.' },
  'refusal.merge_promised': {
    zh: '这张单里还有对客户的承诺没兑现',
    en: 'Something promised to the customer here is still open',
  },
  'fix.merge_promised': {
    zh: '请先兑现或另约，或者把另一张单并入这张。',
    en: 'Keep it or agree on another time first, or merge the other case into this.',
  },
  'refusal.money_moved': {
    zh: '这张单[ {number} ]已经有付款指令',
    en: 'Money was instructed or paid on this case[ ({number})]',
  },
  'fix.money_moved': { zh: '请把另一张单并入这张。', en: 'Merge the other case into this instead.' },
  'refusal.field_unknown': { zh: '没有[“{field}”]这一项', en: 'There is no such field[: {field}]' },
  'fix.field_unknown': { zh: '请去掉它，或核对名称。', en: 'Remove it, or check its name.' },
  'refusal.amount_unusual': {
    zh: '[{n} 件同类单的常见范围是 {lower} 到 {upper}，]这个金额在常见范围外',
    en: 'This amount is outside the usual range[: {n} comparable cases were granted {lower} to {upper}]',
  },
  'fix.amount_unusual': {
    zh: '请在“{field}”里写一句理由，会多审一级；或把金额改到范围内。',
    en: 'Say why under “{field}” and one tier more is asked, or choose an amount within the range.',
  },
  'refusal.field_required': { zh: '请填写{field}', en: 'Please fill in: {field}' },
  'fix.field_required': { zh: '填好后再提交。', en: 'Fill it in and submit again.' },
  'refusal.field_type': { zh: '{field}的格式不对', en: '{field} is not in the right form' },
  'fix.field_type': {
    zh: '请按提示的格式填写[，例如{example}]。',
    en: 'Please use the form shown[, for example {example}].',
  },
  'refusal.field_too_long': {
    zh: '{field}太长了[，最多{max}字]',
    en: '{field} is too long[, at most {max} characters]',
  },
  'fix.field_too_long': { zh: '请缩短一些，细节可以放进附件。', en: 'Shorten it; details can go into a file.' },
  'refusal.field_option': { zh: '{field}里没有[“{value}”]这个选项', en: '{field} has no such option[: {value}]' },
  'fix.field_option': { zh: '请从列表里选。', en: 'Choose one from the list.' },
  'refusal.field_range': {
    zh: '{field}超出范围[，最小{min}][，最大{max}]',
    en: '{field} is out of range[, at least {min}][, at most {max}]',
  },
  'fix.field_range': { zh: '请填范围内的数。', en: 'Enter a value within the range.' },
  'refusal.field_files': {
    zh: '{field}的附件不符合要求[，最多{max}个][，只收{accept}]',
    en: '{field}: these files do not fit[, at most {max}][, only {accept}]',
  },
  'fix.field_files': { zh: '请减少数量或换一种文件。', en: 'Attach fewer files, or another type.' },
  'refusal.kind_not_allowed': {
    zh: '这件投诉[（等级 {grade}）]不能用[“{kind}”]这种补偿方式',
    en: 'This complaint[ (grade {grade})] does not allow that kind of compensation[: {kind}]',
  },
  'fix.kind_not_allowed': {
    zh: '请换一种补偿方式，或先更正影响等级的信息。',
    en: 'Choose another kind, or first correct what decides the grade.',
  },
  'refusal.amount_over_limit': {
    zh: '金额超过了[“{grade}”的]上限[{limit}]',
    en: 'The amount is over the limit[ of {limit}][ ({grade})]',
  },
  'fix.amount_over_limit': { zh: '请降低金额，或换一种补偿方式。', en: 'Lower the amount, or choose another kind.' },
  'refusal.amount_currency': { zh: '不支持[{currency}]这种货币', en: 'That currency cannot be used[: {currency}]' },
  'fix.amount_currency': {
    zh: '请用公司的货币[ {allowed} ]填写。',
    en: 'Use the currency of the company[, {allowed}].',
  },
  'refusal.amount_precision': {
    zh: '金额的小数位太多[，最多{digits}位]',
    en: 'The amount has too many digits after the point[, at most {digits}]',
  },
  'fix.amount_precision': { zh: '请四舍五入后再填。', en: 'Round it and try again.' },
  'refusal.amount_negative': { zh: '金额不能是负数', en: 'An amount cannot be negative' },
  'fix.amount_negative': { zh: '请填零或正数。', en: 'Enter zero or more.' },
  'refusal.not_approved': {
    zh: '这笔补偿还没有获批，不能付款',
    en: 'This compensation is not approved, so it cannot be paid',
  },
  'fix.not_approved': { zh: '请等审批通过后再付款。', en: 'Wait for the approval.' },
  'refusal.payment_under_way': {
    zh: '付款指令已经发出，金额、补偿方式和收款人不能再改',
    en: 'The payment is under way, so amount, kind and payee cannot be changed',
  },
  'fix.payment_under_way': {
    zh: '请先让财务登记付款失败，再更正。',
    en: 'Ask finance to record the payment as failed first, then correct it.',
  },
  'refusal.budget_used': {
    zh: '[{team} ][{month} 的]预算不够了[：还剩 {left}][，这笔要 {amount}]',
    en: 'The budget[ of {team}][ for {month}] has no room for this[: {left} is left][, this is {amount}]',
  },
  'fix.budget_used': {
    zh: '可以换一种花费少的方式或下月再批，也可以请管理员调整预算。',
    en: 'Choose something that costs less, wait for the next month, or ask an administrator for a larger budget.',
  },
  'refusal.not_chosen': { zh: '客户还没有选定方案', en: 'The customer has not chosen yet' },
  'fix.not_chosen': {
    zh: '请先记下客户的选择。流程里没有这一步时，请管理员补上。',
    en: 'Record what the customer chose first. If the flow has no place for it, ask an administrator to add one.',
  },
  'refusal.option_not_approved': {
    zh: '客户选的不在获批的方案里[：{kind}][ {amount}]',
    en: 'That is not among what was approved[: {kind}][, {amount}]',
  },
  'fix.option_not_approved': {
    zh: '请在获批的方式和金额以内选，收款人不变；需要别的方案时，请退回重新拟定。',
    en: 'Choose an approved kind up to its amount, for the same payee. For anything else, return it for a new plan.',
  },
  'refusal.amount_over_rest': {
    zh: '付款超过了待付金额[，还可以付 {rest}]',
    en: 'That is more than is left to pay[: {rest}]',
  },
  'fix.amount_over_rest': {
    zh: '请核对金额，不能超过获批的数。',
    en: 'Check the amount; it cannot exceed what was approved.',
  },
  'refusal.voucher_used': {
    zh: '凭证号[“{voucher}”]已经登记过一次付款',
    en: 'That voucher number was already given for a payment[: {voucher}]',
  },
  'fix.voucher_used': { zh: '每笔付款请填它自己的凭证号。', en: 'Give each payment its own voucher number.' },
  'refusal.part_paid': {
    zh: '这笔款已经付了一部分[（{paid}）]',
    en: 'Part of it has been paid[: {paid}]',
  },
  'fix.part_paid': {
    zh: '请付清余款；如果款项被退回，请先登记“款项退回”。',
    en: 'Pay the rest; or, if the money came back, record the returned payment first.',
  },
  'refusal.nothing_paid': { zh: '没有可以退回的付款', en: 'There is no payment that could have come back' },
  'fix.nothing_paid': { zh: '请核对单号。', en: 'Check the number.' },
  'refusal.work_open': {
    zh: '案件正在办别的事[（“{stage}”）]',
    en: 'The case is in the middle of something else[: {stage}]',
  },
  'fix.work_open': { zh: '办完后再登记款项退回。', en: 'Record the returned payment once that is done.' },
  'refusal.nobody_to_ask': { zh: '[“{stage}”]找不到可以处理的人', en: 'There is nobody who can do this[: {stage}]' },
  'fix.nobody_to_ask': { zh: '请管理员补充人员配置。', en: 'Ask an administrator to complete the directory.' },
  'refusal.question_open': {
    zh: '审批人问了一句，正在等答复[（{who}）]',
    en: 'A question is open; the decision waits for the answer[ of {who}]',
  },
  'fix.question_open': {
    zh: '答复后再决定；提问的人也可以“恢复计时”，不再等。',
    en: 'Decide once it is answered. Whoever asked may also resume the clock and wait no longer.',
  },
  'refusal.rounds_used': {
    zh: '次数用完了[：一次审批最多{most}次]',
    en: 'That was done often enough[: at most {most} times in one decision]',
  },
  'fix.rounds_used': { zh: '请同意、驳回或退回。', en: 'Please approve, reject or return it.' },
  'refusal.not_open_yet': { zh: '还没到办理时间[，{at}起可以办理]', en: 'It is too early for this[; it opens {at}]' },
  'fix.not_open_yet': { zh: '到时间会提醒您。', en: 'You will be reminded when it is time.' },
  'refusal.hedge_word': {
    zh: '对客户说的话要确定[，“{word}”不行]',
    en: 'What customers are told must be certain[: not “{word}”]',
  },
  'fix.hedge_word': {
    zh: '请写确定的事，拿不准的先不说；确实要提这个词，就给它加引号。',
    en: 'Say what is certain, and leave out what is not; put the word in quotes if it has to be mentioned.',
  },
  'refusal.promise_time': {
    zh: '答应的时间要在现在之后、一年之内',
    en: 'A promised time lies ahead, within a year',
  },
  'fix.promise_time': { zh: '请改日期或时间。', en: 'Choose another day or time.' },
  'refusal.throttled': { zh: '操作太快了', en: 'That was too fast' },
  'fix.throttled': {
    zh: '请稍等一会儿再试[（{at}之后）]。',
    en: 'Please wait a moment and try again[ (after {at})].',
  },
  'refusal.not_put_off': { zh: '这里的提醒不能再推迟', en: 'Reminders of this cannot be put off any more' },
  'fix.not_put_off': { zh: '请先处理；办不了可以转交。', en: 'Please see to it, or hand it on.' },
  'refusal.file_type': { zh: '不支持这种文件[：{name}]', en: 'This type of file is not accepted[: {name}]' },
  'fix.file_type': { zh: '请上传图片、视频或文档。', en: 'Attach a picture, a video or a document.' },
  'refusal.file_too_large': {
    zh: '文件太大了[：{name}][，最大{max}]',
    en: 'The file is too large[: {name}][, at most {max}]',
  },
  'fix.file_too_large': { zh: '请压缩或拆分后再上传。', en: 'Make it smaller or split it.' },
  'refusal.file_unknown': { zh: '没有找到上传的文件[{name}]', en: 'The file was not found[: {name}]' },
  'fix.file_unknown': { zh: '请重新上传。', en: 'Please upload it again.' },
  'refusal.key_reused': {
    zh: '这个请求编号已经用于另一个请求',
    en: 'This request key was already used for another request',
  },
  'fix.key_reused': { zh: '请换一个新的请求编号。', en: 'Use a fresh Idempotency-Key.' },
  'refusal.bad_request': { zh: '请求的格式不对[：{what}]', en: 'The request is malformed[: {what}]' },
  'fix.bad_request': { zh: '请按接口说明检查内容。', en: 'Check it against the API description.' },
  'refusal.unauthorised': { zh: '没有有效的访问令牌', en: 'There is no valid access token' },
  'fix.unauthorised': { zh: '请带上有效的令牌再试。', en: 'Send a valid token: Authorization: Bearer ….' },
  'refusal.forbidden': { zh: '没有这项权限[：{scope}]', en: 'You are not allowed to do this[: {scope}]' },
  'fix.forbidden': { zh: '请管理员授权。', en: 'Ask an administrator for access.' },
  'refusal.too_large': { zh: '内容太大了[，最大{max}]', en: 'The request is too large[, at most {max}]' },
  'fix.too_large': { zh: '请缩短内容，或分几次提交。', en: 'Shorten it, or send it in parts.' },
  'refusal.unexpected': { zh: '出了点问题，您的操作没有生效', en: 'Something went wrong and nothing was changed' },
  'fix.unexpected': { zh: '请稍后再试，我们已收到报告。', en: 'Please try again later; it has been reported.' },
} as const satisfies Record<`refusal.${RefusalCode}` | `fix.${RefusalCode}`, Text>
