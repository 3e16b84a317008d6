/** The reference pages of docs/, made from the tables that the program itself uses. `npm run docs` writes them. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { RULES } from '../../src/base/rule.js'
import { describeToolError, toolErrorCodes } from '../../src/base/tool-error.js'
import { describeFlag } from '../../src/cli/describe-flag.js'
import { createProgram } from '../../src/cli/program.js'
import { ROOT } from './source-files.js'

type Command = ReturnType<typeof createProgram>

export const pages: Readonly<Record<string, () => string>> = {
  'docs/rules.md': rules,
  'docs/errors.md': errors,
  'docs/commands.md': commands,
}

function rules(): string {
  const rows = Object.entries(RULES).map(([id, text]) => `| \`${id}\` | ${text} |`)
  return page('Rules of findings', 'What a finding can say; `lockstep explain RULE` prints the same.', [
    '| rule | meaning |',
    '| --- | --- |',
    ...rows,
  ])
}

function errors(): string {
  const rows = toolErrorCodes.map((code) => `| \`${code}\` | ${describeToolError(code)} |`)
  return page('Error codes', 'What stops a command, and what to do; names in braces are filled in.', [
    '| code | meaning |',
    '| --- | --- |',
    ...rows,
  ])
}

function commands(): string {
  const sections = leaves(createProgram(), []).flatMap(({ command, names }) => {
    const args = command.registeredArguments.map(
      (argument) =>
        (argument.required ? ` <${argument.name()}>` : ` [${argument.name()}]`) + (argument.variadic ? '...' : ''),
    )
    const rows = command.options
      .filter(({ hidden }) => !hidden)
      .map((option) => `| \`${option.flags}\` | ${describeFlag(option).replaceAll('|', '\\|')} |`)
    const about = command.registeredArguments.map((argument) => `\`${argument.name()}\`: ${argument.description}.`)
    const table = rows.length > 0 ? ['', '| flag | meaning |', '| --- | --- |', ...rows] : []
    return [
      `## \`lockstep ${[...names, ''].join(' ').trim()}${args.join('')}\``,
      '',
      sentence(command.description()),
      ...about,
      ...table,
      '',
    ]
  })
  return page('Commands and flags', 'What `lockstep COMMAND --help` prints.', sections)
}

function leaves(command: Command, names: readonly string[]): { command: Command; names: readonly string[] }[] {
  return command.commands.flatMap((child) => {
    const path = [...names, child.name()]
    return child.commands.length > 0 ? leaves(child, path) : [{ command: child, names: path }]
  })
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1) + (text.endsWith('.') ? '' : '.')
}

function page(title: string, lead: string, lines: readonly string[]): string {
  return `# ${title}\n\n${lead}\n\n${lines.join('\n').trimEnd()}\n`
}

if (process.argv.includes('--write')) {
  for (const [file, render] of Object.entries(pages)) writeFileSync(path.join(ROOT, file), render())
}
