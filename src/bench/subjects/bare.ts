/** The least that could serve: node:http and an open database. Arguments: FILE PORT. */
import { createServer } from 'node:http'
import { openBare } from '../../../data/bench/bare.ts'

const [file = '', port = ''] = process.argv.slice(2)
const answers = openBare(file)
createServer((_, response) => response.writeHead(answers() ? 200 : 503).end()).listen(Number(port), '127.0.0.1')
