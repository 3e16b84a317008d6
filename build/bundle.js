/**
 * Puts the modules of the command line into a few files, dist/bundle: finding and opening some two hundred small ones is
 * most of what a start costs. Commands and what is loaded on demand stay in files of their own; dependencies stay outside.
 */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const outdir = path.join(root, 'dist/bundle')
const { dependencies } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'))
/** Needed by every start: ajv alone is some seventy files. */
const inside = ['commander', 'ajv']

/** Files that stand beside a module are looked for from its own place, also when it is in a bundle. @type {import('esbuild').Plugin} */
const keepPlaces = {
  name: 'keep-places',
  setup(bundling) {
    bundling.onLoad({ filter: /[\\/]dist[\\/].*\.js$/ }, async ({ path: file }) => {
      const place = path.relative(outdir, file).split(path.sep).join('/')
      const text = withVisibleRequire(await readFile(file, 'utf8'))
      return { contents: text.replaceAll('import.meta.url', `new URL('${place}', import.meta.url).href`) }
    })
  },
}

/** A bundler follows `require` only where nothing in the module declares it. @param {string} text */
function withVisibleRequire(text) {
  return inside.some((name) => text.includes(`require('${name}/`))
    ? text.replace('const require = createRequire(import.meta.url);', '')
    : text
}

await rm(outdir, { recursive: true, force: true })
const { metafile } = await build({
  entryPoints: [path.join(root, 'dist/src/cli/main.js')],
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: Object.keys(dependencies).filter((name) => !inside.includes(name)),
  plugins: [keepPlaces],
  metafile: true,
  // Less to read at each start; names stay, for stack traces.
  minifyWhitespace: true,
  minifySyntax: true,
  // What is CommonJS inside asks for Node's own modules this way.
  banner: {
    js: "import { createRequire as createRequireHere } from 'node:module'; const require = createRequireHere(import.meta.url)",
  },
  logLevel: 'warning',
})
await writeFile(path.join(outdir, 'licences.txt'), await licencesOf(Object.keys(metafile.inputs)))

/** What stands in the bundle keeps its licence beside it. @param {readonly string[]} inputs */
async function licencesOf(inputs) {
  const folders = new Set(
    inputs.flatMap((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []),
  )
  const texts = [...folders].sort().map(async (folder) => {
    const file = (await readdir(path.join(root, folder))).find((name) => /^licen[cs]e/i.test(name))
    if (file === undefined) throw new Error(`${folder} stands in the bundle, but has no licence`)
    return `${folder.replace(/^.*node_modules\//, '')}\n\n${await readFile(path.join(root, folder, file), 'utf8')}`
  })
  return (await Promise.all(texts)).join('\n\n---\n\n')
}
