/**
 * Turns one schema into a function by ajv. `$ref`s and large subschemas become calls of other such functions, compiled
 * when a value first reaches them: recursion stays finite, and an operation's first request pays for what it touches.
 */
import type core from 'ajv/dist/core.js'
import { setOwn } from '../base/json.js'
import { pointerTo, type JsonPointer } from '../base/json-pointer.js'
import type { RuleId } from '../base/rule.js'
import { demandedNames } from './demanded-names.js'
import { formatNamed } from './formats.js'
import { createEnumTest, firstDuplicate, isMultiple } from './keyword-tests.js'
import { loadAjv } from './load-ajv.js'
import { compilePattern, type Pattern } from './pattern.js'
import type { SchemaAt } from './schema-at.js'
import type { Direction } from './schema.js'
import { taggedBranch } from './tagged-branch.js'

type Ajv = core.default
type AnySchema = core.AnySchema

export type Test = (value: unknown) => boolean

export interface Compiled {
  readonly test: Test
  /** Whether the other direction has another `required`. */
  readonly directed: boolean
}

export interface Compiler {
  /** Undefined when ajv cannot be trusted with this schema, or refuses it. */
  compile(schema: SchemaAt, direction: Direction): Compiled | undefined
}

/** Keywords that go to ajv as they are; the others become function keywords, subschemas, or nothing. */
const PLAIN_KEYWORDS = [
  'type',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'minContains',
  'maxContains',
  'dependentRequired',
]
const ONE_KEYWORDS = ['additionalProperties', 'items', 'contains', 'not', 'if', 'then', 'else', 'propertyNames']
const LIST_KEYWORDS = ['allOf', 'anyOf', 'oneOf', 'prefixItems']
const MAP_KEYWORDS = ['properties', 'patternProperties', 'dependentSchemas']

/** Inline objects below this depth are functions of their own, and so are those beyond this number in one function. */
const INLINE_DEPTH = 3
const INLINE_SCHEMAS = 300

/** ajv nests a block for each member and branch; so many would overflow its stack or the parser's. */
const MOST_PARTS = 200

/**
 * @param testOf the function of another schema, which may not be compiled yet
 * @param report told of patterns and formats that are left out
 */
export function createCompiler(
  testOf: (schema: SchemaAt) => Test,
  report: (rule: RuleId, at: JsonPointer, message: string) => void,
): Compiler {
  // Names that every object inherits must be looked for among an object's own; for all others that is a waste.
  const engines = new Map<boolean, Ajv>()
  return {
    compile(schema, direction) {
      const build: Build = { direction, testOf, report, directed: false, unfit: false, schemas: 0, inherited: false }
      const tree = buildNode(schema, build, 0)
      if (build.unfit) return undefined
      let engine = engines.get(build.inherited)
      if (!engine) engines.set(build.inherited, (engine = createEngine(build.inherited)))
      return { test: engine.compile(tree) as Test, directed: build.directed }
    },
  }
}

interface Build {
  readonly direction: Direction
  readonly testOf: (schema: SchemaAt) => Test
  readonly report: (rule: RuleId, at: JsonPointer, message: string) => void
  directed: boolean
  unfit: boolean
  schemas: number
  inherited: boolean
}

function buildNode(schema: SchemaAt, build: Build, depth: number): AnySchema {
  const { node, children, ref, dynamicRef } = schema.normal
  build.schemas++
  if (needsMarks(schema) || hasManyParts(schema)) build.unfit = true
  const built: Record<string, unknown> = {}
  const units: Test[] = []
  if ((ref !== undefined || dynamicRef !== undefined) && schema.target) units.push(build.testOf(schema.target))
  for (const keyword of PLAIN_KEYWORDS) if (node[keyword] !== undefined) built[keyword] = node[keyword]
  if (node['not'] !== undefined && !children.has('not')) built['not'] = {}
  const required = requiredNames(schema, build)
  if (required.length > 0) built['required'] = required
  noteInherited(required, build)
  for (const names of Object.entries((node['dependentRequired'] as object | undefined) ?? {})) {
    noteInherited(names.flat() as string[], build)
  }
  if (units.length > 0) built['unitTests'] = units
  addFunctions(schema, built, build)
  addChildren(schema, built, build, depth)
  return node['nullable'] === true ? { anyOf: [{ type: 'null' }, built] } : built
}

/** ajv strays from the standard with these (see docs/limits.md). */
function needsMarks({ normal: { children } }: SchemaAt): boolean {
  return children.has('unevaluatedProperties') || children.has('unevaluatedItems')
}

function hasManyParts({ normal: { children } }: SchemaAt): boolean {
  return [...children].some(([keyword, child]) => {
    if (keyword === '$defs') return false
    const parts = child.kind === 'map' ? child.keys.length : child.kind === 'list' ? child.length : 1
    return parts > MOST_PARTS
  })
}

function requiredNames(schema: SchemaAt, build: Build): readonly string[] {
  const names = demandedNames(schema, build.direction)
  const others = demandedNames(schema, build.direction === 'request' ? 'response' : 'request')
  if (names.length !== others.length || names.some((name, index) => name !== others[index])) build.directed = true
  return names
}

function noteInherited(names: readonly string[], build: Build): void {
  if (names.some((name) => name in Object.prototype)) build.inherited = true
  // ajv skips this name.
  if (names.includes('__proto__')) build.unfit = true
}

function addFunctions(schema: SchemaAt, built: Record<string, unknown>, build: Build): void {
  const { node } = schema
  const any: Test[] = []
  const strings: Test[] = []
  const numbers: Test[] = []
  const { enum: constants, const: constant, multipleOf: divisor, format, pattern } = node
  if (Array.isArray(constants)) any.push(createEnumTest(constants))
  if (Object.hasOwn(node, 'const')) any.push(createEnumTest([constant]))
  if (typeof divisor === 'number') numbers.push((value) => isMultiple(value as number, divisor))
  const tests = typeof format === 'string' ? formatNamed(format) : undefined
  if (typeof format === 'string' && !tests) {
    build.report('document/format', schema.keywordAt('format'), `the format ${format} is not known; it is not checked`)
  }
  if (tests?.string) strings.push(tests.string as Test)
  if (tests?.number) numbers.push(tests.number as Test)
  const expression =
    typeof pattern === 'string' ? usablePattern(pattern, schema.keywordAt('pattern'), build) : undefined
  if (expression) strings.push((value) => expression.test(value as string))
  if (any.length > 0) built['valueTests'] = any
  if (strings.length > 0) built['stringTests'] = strings
  if (numbers.length > 0) built['numberTests'] = numbers
  if (node['uniqueItems'] === true) built['arrayTests'] = [(value: unknown) => !firstDuplicate(value as unknown[])]
}

function usablePattern(source: string, at: JsonPointer, build: Build): Pattern | undefined {
  const pattern = compilePattern(source)
  if (!pattern) build.report('document/pattern', at, `the pattern ${source} is no regular expression; it is left out`)
  return pattern
}

function addChildren(schema: SchemaAt, built: Record<string, unknown>, build: Build, depth: number): void {
  const { children } = schema.normal
  if (children.size === 0) return
  for (const keyword of ONE_KEYWORDS) {
    const child = schema.child(keyword)
    if (child) built[keyword] = buildChild(child, build, depth)
  }
  if (!children.has('if')) {
    delete built['then']
    delete built['else']
  }
  for (const keyword of LIST_KEYWORDS) {
    const list = schema.list(keyword)
    if (list.length === 0) continue
    const isTagged = schema.tagsDecide && (keyword === 'oneOf' || keyword === 'anyOf')
    if (isTagged) addTest(built, testByTag(schema, keyword, list, build))
    else built[keyword] = list.map((child) => buildChild(child, build, depth))
  }
  if (children.has('contains')) countContained(built)
  if (children.has('contains') && children.has('prefixItems')) partContains(built)
  for (const keyword of MAP_KEYWORDS) {
    const keys = schema.keys(keyword)
    if (keys.length === 0) continue
    noteInherited(keys, build)
    const map: Record<string, unknown> = {}
    for (const key of keys) {
      const at = pointerTo(schema.keywordAt(keyword), key)
      if (keyword === 'patternProperties' && !usablePattern(key, at, build)) delete built['additionalProperties']
      else setOwn(map, key, buildChild(schema.child(keyword, key), build, depth))
    }
    built[keyword] = map
  }
}

/** A branch that the tag names decides alone; without one, all do. */
function testByTag(schema: SchemaAt, keyword: 'oneOf' | 'anyOf', list: readonly SchemaAt[], build: Build): Test {
  const accepting = (value: unknown) => list.filter((branch) => build.testOf(branch)(value)).length
  return (value) => {
    const branch = taggedBranch(schema, list, value)
    if (branch) return build.testOf(branch)(value)
    return keyword === 'oneOf' ? accepting(value) === 1 : accepting(value) > 0
  }
}

function addTest(built: Record<string, unknown>, test: Test): void {
  built['unitTests'] = [...((built['unitTests'] as Test[] | undefined) ?? []), test]
}

/**
 * Without bounds ajv keeps the verdict in a variable that outlives the loop over members: an empty array after one that
 * passed passes too. With a bound it counts, and begins anew each time.
 */
function countContained(built: Record<string, unknown>): void {
  if (built['maxContains'] === undefined) built['maxContains'] = Number.MAX_SAFE_INTEGER
}

/** After `prefixItems` of an empty array ajv skips the keywords that follow; in a branch of its own it does not. */
function partContains(built: Record<string, unknown>): void {
  const { contains, minContains, maxContains } = built
  delete built['contains']
  const branches = (built['allOf'] as readonly AnySchema[] | undefined) ?? []
  const bounds = {
    ...(minContains !== undefined && { minContains }),
    ...(maxContains !== undefined && { maxContains }),
  }
  built['allOf'] = [...branches, { contains, ...bounds }]
}

function buildChild(child: SchemaAt | undefined, build: Build, depth: number): AnySchema {
  if (!child) return true
  const { children, node } = child.normal
  if (child.isBareReference) return child.target ? { unitTests: [build.testOf(child.target)] } : true
  const isCut = depth >= INLINE_DEPTH || build.schemas > INLINE_SCHEMAS
  if ((isCut && children.size > 0) || needsMarks(child) || hasManyParts(child))
    return { unitTests: [build.testOf(child)] }
  if (children.size === 0 && node['not'] !== undefined) return false
  return buildNode(child, build, depth + 1)
}

function createEngine(ownProperties: boolean): Ajv {
  const { Core, applicator, validation, next } = loadAjv()
  const ajv = new Core({
    meta: false,
    validateSchema: false,
    addUsedSchema: false,
    strict: false,
    logger: false,
    messages: false,
    inlineRefs: false,
    ownProperties,
    next: true,
    code: { optimize: false, regExp: Object.assign(patternOf, { code: 'patternOf' }) },
  })
  // In this order: after `propertyNames` of an object without members ajv skips the keywords that follow.
  ajv.addVocabulary(validation)
  ajv.addVocabulary(applicator)
  ajv.addVocabulary(next)
  ajv.addKeyword(testsKeyword('unitTests'))
  ajv.addKeyword(testsKeyword('valueTests'))
  ajv.addKeyword(testsKeyword('stringTests', 'string'))
  ajv.addKeyword(testsKeyword('numberTests', 'number'))
  ajv.addKeyword(testsKeyword('arrayTests', 'array'))
  return ajv
}

/** A keyword whose value is a list of functions, each of which must accept. */
function testsKeyword(keyword: string, type?: 'string' | 'number' | 'array'): core.CodeKeywordDefinition {
  const { _ } = loadAjv()
  return {
    keyword,
    ...(type && { type }),
    code(cxt) {
      const calls = (cxt.schema as readonly Test[]).map((ref) => {
        const name = cxt.gen.scopeValue('validate', { ref })
        return _`!${name}(${cxt.data})`
      })
      for (const call of calls) cxt.fail(call)
    },
  }
}

function patternOf(source: string): { test(text: string): boolean; toString(): string } {
  const pattern = compilePattern(source)
  return { test: (text) => pattern?.test(text) ?? true, toString: () => source }
}
