#!/usr/bin/env node
/**
 * Where `redress` begins. Plain JavaScript, so that the cache is there before the first TypeScript file: what was stripped
 * of its types and compiled once is not again, and the machinery for it (10 MB) is not even loaded.
 */
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// Not in the system's folder for temporary files, where another user of the machine could lay code for us to run. Where
// this folder cannot be written, nothing is kept.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/redress', import.meta.url)))

await import('./cli.ts')
