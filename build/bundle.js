/**
 * Puts the modules of the command line into a few files, dist/bundle: finding and opening some two hundred small ones is
 * most of what a start costs. Commands and what is loaded on demand stay in files of their own; dependencies stay outside.
 */
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const outdir = path.join(root, 'dist/bundle')
const { dependencies } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'))
/** Needed by every start, and small. */
const inside = ['commander']

/** Files that stand beside a module are looked for from its own place, also when it is in a bundle. @type {import('esbuild').Plugin} */
const keepPlaces = {
  name: 'keep-places',
  setup(bundling) {
    bundling.onLoad({ filter: /[\\/]dist[\\/].*\.js$/ }, async ({ path: file }) => {
      const place = path.relative(outdir, file).split(path.sep).join('/')
      const text = await readFile(file, 'utf8')
      return { contents: text.replaceAll('import.meta.url', `new URL('${place}', import.meta.url).href`) }
    })
  },
}

await rm(outdir, { recursive: true, force: true })
await build({
  entryPoints: [path.join(root, 'dist/src/cli/main.js')],
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: Object.keys(dependencies).filter((name) => !inside.includes(name)),
  plugins: [keepPlaces],
  // What is CommonJS inside asks for Node's own modules this way.
  banner: {
    js: "import { createRequire as createRequireHere } from 'node:module'; const require = createRequireHere(import.meta.url)",
  },
  logLevel: 'warning',
})
