/**
 * Where SCIM's name of an attribute leads: `name.givenName`, also behind its schema (RFC 7644 3.10). What the schema of an
 * extension holds stands in a member that is called as the schema is (RFC 7643 3.3).
 * @param isMember of what has the attributes
 */
export function attributeWay(name: string, isMember: (name: string) => boolean): readonly string[] {
  const [, schema, inner] = /^(urn:.+):([^:]+)$/.exec(name) ?? []
  if (schema === undefined || inner === undefined) return name.split(/[./]/)
  if (isMember(name)) return [name]
  const way = inner.split(/[./]/)
  return isMember(schema) ? [schema, ...way] : way
}
