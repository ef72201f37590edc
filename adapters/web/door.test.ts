import { once } from 'node:events'
import { connect } from 'node:net'
import { Hono } from 'hono'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { type Door, openDoor } from './door.ts'
import { makeServer, type WebServer } from './server.ts'

const HERE = { host: '127.0.0.1', port: 0 }

const portOf = ({ listener }: Door): number => (listener.address() as { readonly port: number }).port

function server(port: number): WebServer {
  const app = new Hono()
  app.post('/echo', async (c) => c.text(`echo ${await c.req.text()}`))
  return makeServer({
    ...{ host: HERE.host, port, routes: [{ app }], log: pino({ level: 'silent' }) },
    ready: async () => [],
    metrics: async () => ({ text: '', type: 'text/plain' }),
  })
}

it('keeps those who knock early waiting until somebody answers, and goes on as the server does', async () => {
  const door = await openDoor(HERE)
  const url = `http://127.0.0.1:${portOf(door)}`
  let answered = 0
  const early = Array.from({ length: 20 }, async (_, i) => {
    const response = await fetch(`${url}/echo`, { method: 'POST', body: `early ${i}` })
    answered += 1
    return response.text()
  })
  const impatient = connect(portOf(door), HERE.host)
  await once(impatient, 'connect')
  impatient.resetAndDestroy()
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(answered).toBe(0)

  const web = server(portOf(door))
  expect((await web.start(door)).url).toBe(url)
  expect(await Promise.all(early)).toEqual(Array.from({ length: 20 }, (_, i) => `echo early ${i}`))
  const late = await fetch(`${url}/echo`, { method: 'POST', body: 'late' })
  expect(await late.text()).toBe('echo late')
  await web.stop()
  await expect(fetch(url)).rejects.toThrow()
})

it('lets nobody else have the port, and gives it back', async () => {
  const door = await openDoor(HERE)
  const port = portOf(door)
  await expect(openDoor({ ...HERE, port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  const waits = fetch(`http://127.0.0.1:${port}/echo`)
  await new Promise((resolve) => setTimeout(resolve, 50))
  door.close()
  await expect(waits).rejects.toThrow()
  const again = await openDoor({ ...HERE, port })
  again.close()
})
