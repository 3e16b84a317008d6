/** Lockstep mounted in somebody's own Express app. */
import express from 'express'
import { createMock } from '../../mock/index.js'

const mock = await createMock(process.argv[3] ?? 'bench/pets.openapi.yaml')
const app = express()
app.use(mock.router())
app.listen(Number(process.argv[2]), '127.0.0.1', () => {
  process.stdout.write('ready\n')
})
