/** What the operators and the doctor are told about mail. `{what}` is filled in. */
import { type Remark, remark } from '../../cards/doctor.ts'
import type { Finding } from '../../src/ports.ts'
import type { Text } from '../../src/rules/nouns.ts'
import type { Mistake } from './outcome.ts'

/** What is wrong with our own set-up, as the operators hear it. */
export const MISTAKES: Readonly<Record<Mistake, Text>> = {
  login: {
    zh: '邮件服务器不接受账号或密码，邮件先留着。请检查 SMTP_URL。',
    en: 'The mail server does not take the user or password; mail waits. Check SMTP_URL.',
  },
  tls: {
    zh: '和邮件服务器建立不了加密连接，邮件先留着。请检查 SMTP_URL 的协议、端口和服务器证书。',
    en: 'No encrypted connection to the mail server comes about; mail waits. Check protocol and port in SMTP_URL, and the certificate of the server.',
  },
  sender: {
    zh: '邮件服务器不接受发件地址，邮件先留着。请检查 MAIL_FROM。',
    en: 'The mail server does not take the sender’s address; mail waits. Check MAIL_FROM.',
  },
  relay: {
    zh: '邮件服务器不肯把信转给某个收件人。如果很多人都收不到，请检查 SMTP_URL 的账号是否有权代发，以及 SPF、DKIM。',
    en: 'The mail server will not carry mail to a recipient. If it is many of them, check that the user in SMTP_URL may send for this domain, and SPF and DKIM.',
  },
}

export const FINDINGS = {
  server_good: {
    says: { zh: '邮件服务器接受连接和登录', en: 'The mail server takes the connection and the login' },
  },
  server_plain: {
    says: {
      zh: '邮件服务器接受连接；它在本机，不加密',
      en: 'The mail server takes the connection, on this machine and without encryption',
    },
  },
  server_away: {
    says: { zh: '连不上邮件服务器：{what}', en: 'The mail server cannot be spoken to: {what}' },
    fix: {
      zh: '请检查 SMTP_URL 的主机名、端口和防火墙。',
      en: 'Check host and port in SMTP_URL, and the firewall.',
    },
  },
  nobody: {
    says: { zh: '通讯录里没有人写了邮箱', en: 'Nobody in the directory has an e-mail address' },
    fix: { zh: '在 people 里给员工写上 email。', en: 'Give people an email in the directory.' },
  },
  unreadable: {
    says: { zh: '这些人的邮箱用不了：{what}', en: 'The addresses of these people cannot be used: {what}' },
    fix: { zh: '请改正 people 里的 email。', en: 'Correct their email in the directory.' },
  },
  people: { says: { zh: '{what} 人可以收邮件', en: 'People who can get mail: {what}' } },
} as const satisfies Readonly<Record<string, Remark>>

/** A finding with its words filled in. */
export const finding = (check: string, is: Finding['is'], words: Remark, what?: string): Finding => ({
  check,
  is,
  ...remark(words, what),
})
