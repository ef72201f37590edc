/** Cards as HTML: blocks, the stage strip, files by name. hono/html escapes every text. */
import { html } from 'hono/html'
import { fileSize } from '../../cards/format.ts'
import type { Block, Card, Strip } from '../../cards/model.ts'
import type { FileRef, Lang } from '../../src/rules/nouns.ts'
import type { Html } from './form-shell.ts'
import { word } from './form-shell.ts'

/** Where the bytes of a file of this case may be had; undefined: it is named only. */
export type FileAddress = (file: FileRef) => string | undefined

/** Types a browser may show in place. */
const PICTURES = /^image\/(png|jpeg|gif|webp)$/

/** All blocks, in order. */
export function drawBlocks(blocks: readonly Block[], lang: Lang, address: FileAddress = () => undefined): Html {
  return html`${blocks.map((block) => drawBlock(block, lang, address))}`
}

function drawBlock(block: Block, lang: Lang, address: FileAddress): Html {
  switch (block.block) {
    case 'text':
      return html`<p class="text is-${block.tone ?? 'plain'}">${block.text}</p>`
    case 'fields':
      return html`<dl class="rows">${block.rows.map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`
    case 'strip':
      return drawStrip(block.strip, lang)
    case 'image':
      return drawFiles([block.file], address)
    case 'files':
      return drawFiles(block.files, address)
    case 'divider':
      return html`<hr>`
  }
}

function drawStrip({ steps }: Strip, lang: Lang): Html {
  return html`<ol class="strip">${steps.map(
    ({ label, state }) =>
      html`<li class="is-${state}"${state === 'now' ? html` aria-current="step"` : ''}>${label}<span class="unseen"> (${word(lang, `step_${state}`)})</span></li>`,
  )}</ol>`
}

function drawFiles(files: readonly FileRef[], address: FileAddress): Html {
  return html`<ul class="files">${files.map((file) => {
    const at = address(file)
    const name = html`${file.name} <small>${fileSize(file.size)}</small>`
    if (at === undefined) return html`<li>${name}</li>`
    return PICTURES.test(file.type)
      ? html`<li class="picture"><a href="${at}"><img src="${at}" alt="${file.name}" loading="lazy"></a></li>`
      : html`<li><a href="${at}">${name}</a></li>`
  })}</ul>`
}

/** Every file a card shows. */
export function filesOn(card: Card): readonly FileRef[] {
  return card.blocks.flatMap((block) =>
    block.block === 'files' ? block.files : block.block === 'image' ? [block.file] : [],
  )
}
