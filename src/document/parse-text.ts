import { parseJson } from './parse-json.js'

/** Parses JSON or YAML; which of them is told by the text, then by the file's name. */
export async function parseText(text: string, file: string): Promise<{ value: unknown; format: 'json' | 'yaml' }> {
  const looksLikeJson = /^\s*[{[]/.test(text)
  if (looksLikeJson && !/\.ya?ml$/i.test(file)) return { value: parseJson(text, file), format: 'json' }
  if (looksLikeJson) {
    // JSON in a file called .yaml is common, and its parser is much faster; flow YAML begins like it.
    try {
      return { value: parseJson(text, file), format: 'json' }
    } catch {
      // Whatever is wrong, YAML's parser says it better here.
    }
  }
  const { parseYaml } = await import('./parse-yaml.js')
  return { value: parseYaml(text, file), format: 'yaml' }
}
