/** The app that one would write by hand: Express 5 with express.json and res.json, a Map, no checks at all. */
import express from 'express'
import { petOf } from './pets.js'

const pets = new Map<string, unknown>()
for (let id = 1; id <= 20; id++) pets.set(String(id), petOf(id))
let last = 20

const app = express()
app.use(express.json())
app.get('/pets', (_request, response) => {
  response.json([...pets.values()].slice(0, 20))
})
app.get('/pets/:id', (request, response) => {
  const pet = pets.get(request.params.id)
  if (pet) response.json(pet)
  else response.status(404).json({ message: 'not found' })
})
app.post('/pets', (request, response) => {
  const id = ++last
  const pet = { id, ...(request.body as object) }
  pets.set(String(id), pet)
  response.status(201).json(pet)
})
app.listen(Number(process.argv[2]), '127.0.0.1', () => {
  process.stdout.write('ready\n')
})
