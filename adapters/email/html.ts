/**
 * A letter as HTML that every mail program draws: one column, no picture, nothing fetched from anywhere, no script, and
 * readable in light and in dark. Every word is escaped here.
 */
import type { Letter } from '../../cards/letter.ts'
import type { Block } from '../../cards/model.ts'
import { stripLine } from '../../cards/plain-card.ts'

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const safe = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '')
const lines = (text: string): string => safe(text).replaceAll('\n', '<br>\n')

const STYLE = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
body{margin:0;padding:16px;background:#fff;color:#1d2129;font:16px/1.6 -apple-system,"Segoe UI","PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:600px;margin:0 auto}
h1{margin:0 0 12px;font-size:18px;line-height:1.4}
p,table,blockquote{margin:0 0 12px}
blockquote{padding-left:12px;border-left:3px solid #8a919f}
th{padding:2px 16px 2px 0;font-weight:400;color:#5c6370;text-align:left;vertical-align:top}
td{padding:2px 0;vertical-align:top}
a{color:#1456c8}
.quiet,.foot{color:#5c6370;font-size:14px}
.warn{color:#a8341b}.good{color:#1a6b3a}
@media (prefers-color-scheme:dark){body{background:#17191d;color:#e6e8eb}th,.quiet,.foot{color:#a3a9b4}a{color:#8db4ff}.warn{color:#ff9d85}.good{color:#7fd3a0}}`

/** The whole page. */
export function htmlLetter({ lang, subject, header, blocks, link, foot }: Letter): string {
  const head = header === undefined ? '' : `<h1>${safe(header)}</h1>\n`
  const way = link === undefined ? '' : `<p><a href="${safe(link.url)}">${safe(link.label)}</a></p>\n`
  const end = foot === undefined ? '' : `<p class="foot">${safe(foot)}</p>\n`
  return `<!doctype html>
<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${safe(subject)}</title><style>${STYLE}</style></head>
<body><main>
${head}${blocks.map(drawBlock).join('\n')}
${way}${end}</main></body></html>
`
}

function drawBlock(block: Block): string {
  switch (block.block) {
    case 'text':
      if (block.tone === 'quote') return `<blockquote>${lines(block.text)}</blockquote>`
      return `<p${block.tone === undefined || block.tone === 'plain' ? '' : ` class="${block.tone}"`}>${lines(block.text)}</p>`
    case 'fields':
      return `<table>${block.rows
        .map(({ label, value }) => `<tr><th scope="row">${safe(label)}</th><td>${lines(value)}</td></tr>`)
        .join('')}</table>`
    case 'strip':
      return `<p class="quiet">${safe(stripLine(block.strip))}</p>`
    case 'image':
      return `<p class="quiet">[${safe(block.alt)}]</p>`
    case 'files':
      return `<p class="quiet">${block.files.map(({ name }) => `[${safe(name)}]`).join('<br>\n')}</p>`
    case 'divider':
      return '<hr>'
  }
}
