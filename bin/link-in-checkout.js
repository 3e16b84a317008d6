// npm links the commands of packages, never of the project itself: after `npm ci` in a checkout, this is the same.
import { mkdirSync, rmSync, symlinkSync } from 'node:fs'

const folder = new URL('../node_modules/.bin/', import.meta.url)
mkdirSync(folder, { recursive: true })
const link = new URL('lockstep', folder)
rmSync(link, { force: true })
// Windows may not allow links; `npx lockstep` works there all the same.
if (process.platform !== 'win32') symlinkSync('../../bin/lockstep.js', link)
