import type { Finding } from '../../base/finding.js'
import { isRecord, own } from '../../base/json.js'
import { pointerTo, ROOT, valueAt, type JsonPointer } from '../../base/json-pointer.js'
import { didYouMean, nearestNames, plural } from '../../base/text.js'
import type { ApiDocument } from '../api-document.js'
import { declaredOperations } from './declared-operations.js'
import { documentFinding } from '../../base/document-finding.js'

/** Security requirements that name what is not defined; each name is told once, where it is used first. */
export function checkSecurity(document: ApiDocument): Finding[] {
  const { root, declared } = document
  const home =
    declared === '2.0' ? pointerTo(ROOT, 'securityDefinitions') : pointerTo(ROOT, 'components', 'securitySchemes')
  const schemes = valueAt(root, home)
  const isDefined = (name: string, at: JsonPointer): boolean =>
    (isRecord(schemes) && Object.hasOwn(schemes, name)) ||
    // OpenAPI 3.2 Security Requirement Object: a name may also be a URI.
    (declared === '3.2' && /[#/]/.test(name) && document.resolve(name, at) !== undefined)

  const uses = new Map<string, JsonPointer[]>()
  const remember = (name: string, at: JsonPointer): void => {
    const places = uses.get(name)
    if (places) places.push(at)
    else uses.set(name, [at])
  }
  const scopes = new Map<string, Finding>()
  const look = (security: unknown, holder: JsonPointer): void => {
    if (!Array.isArray(security)) return
    for (const [index, requirement] of security.entries()) {
      for (const [name, asked] of isRecord(requirement) ? Object.entries(requirement) : []) {
        const at = pointerTo(holder, 'security', index, name)
        if (!isDefined(name, at)) remember(name, at)
        for (const finding of undefinedScopes(schemes, name, asked, at))
          scopes.set(finding.message, scopes.get(finding.message) ?? finding)
      }
    }
  }
  look(own(root, 'security'), ROOT)
  for (const { node, at } of declaredOperations(document)) look(own(node, 'security'), at)

  const undefinedSchemes = [...uses].map(([name, places]) => {
    const near = nearestNames(name, isRecord(schemes) ? Object.keys(schemes) : [])
    const remedy = didYouMean(near) ?? `Define it in ${home}.`
    const message = `security scheme '${name}' is not defined (used in ${plural(places.length, 'place')})`
    return documentFinding('document/undefined-security-scheme', 'error', places[0] ?? ROOT, message, remedy)
  })
  return [...undefinedSchemes, ...scopes.values()]
}

/** Scopes of OAuth 2.0 that none of the scheme's flows has. */
function undefinedScopes(schemes: unknown, name: string, asked: unknown, at: JsonPointer): Finding[] {
  const scheme = isRecord(schemes) ? own(schemes, name) : undefined
  if (!isRecord(scheme) || own(scheme, 'type') !== 'oauth2' || !Array.isArray(asked)) return []
  const flows = own(scheme, 'flows')
  const holders = isRecord(flows) ? Object.values(flows) : [scheme]
  const known = new Set(
    holders.flatMap((flow) => {
      const scopes = isRecord(flow) ? own(flow, 'scopes') : undefined
      return isRecord(scopes) ? Object.keys(scopes) : []
    }),
  )
  return asked.flatMap((scope: unknown, index) => {
    if (typeof scope !== 'string' || known.has(scope)) return []
    const remedy = didYouMean(nearestNames(scope, [...known]))
    const message = `scope '${scope}' is in no flow of security scheme '${name}'`
    return [documentFinding('document/undefined-scope', 'hint', pointerTo(at, index), message, remedy)]
  })
}
