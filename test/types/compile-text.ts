import ts from 'typescript'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../../..')
/** A folder that exists, or the compiler does not look into it. */
const folder = import.meta.dirname

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  module: ts.ModuleKind.NodeNext,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  erasableSyntaxOnly: true,
  types: ['node'],
  typeRoots: [path.join(root, 'node_modules/@types')],
  paths: { lockstep: [path.join(root, 'dist/src/index.d.ts')] },
}

/** What the compiler says about files that stand beside each other in memory: 'file.ts:line: message', first lines only. */
export function compileText(files: Readonly<Record<string, string>>): string[] {
  const texts = new Map(Object.entries(files).map(([name, text]) => [path.join(folder, name), text]))
  const disk = ts.createCompilerHost(OPTIONS)
  const host: ts.CompilerHost = {
    ...disk,
    readFile: (file) => texts.get(file) ?? disk.readFile(file),
    fileExists: (file) => texts.has(file) || disk.fileExists(file),
    getSourceFile: (file, version, ...rest) => {
      const text = texts.get(file)
      return text === undefined ? disk.getSourceFile(file, version, ...rest) : ts.createSourceFile(file, text, version)
    },
  }
  const program = ts.createProgram([...texts.keys()], OPTIONS, host)
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, '\n').split('\n')[0] ?? ''
    if (!file) return message
    const { line } = file.getLineAndCharacterOfPosition(start)
    return `${path.basename(file.fileName)}:${line + 1}: ${message}`
  })
}
