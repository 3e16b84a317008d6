import type { Behaviours, Call, Problem, Reply, World } from './behave/behaviour.js'

/** What `lockstep types` writes about an operation. */
export interface OperationTypes {
  readonly params: object
  /** By media type. */
  readonly body: unknown
  /** By declared status: 200, '4XX', 'default'. */
  readonly replies: object
}

/** A call of one operation of a document whose types are known. */
export type CallOf<Operation extends OperationTypes> = Omit<Call, 'params' | 'body'> & {
  readonly params: Readonly<Operation['params']>
  readonly body: BodyOf<Operation['body']>
}

/** What one operation may reply: a value of what the document declares for a status, an example of it, or a problem. */
export type ReplyOf<Operation extends OperationTypes> =
  | {
      [Key in keyof Operation['replies']]: ValueReply<StatusOf<Key, Operation['replies']>, Operation['replies'][Key]>
    }[keyof Operation['replies']]
  | Problem
  | Extract<Reply, { kind: 'example' }>

/** What lockstep.config.ts may hold for a document whose types are known. */
export type ConfigOf<Operations extends { readonly [Id in keyof Operations]: OperationTypes }> = Omit<
  Behaviours,
  'operations'
> & {
  readonly operations?: {
    readonly [Id in keyof Operations]?: (
      call: CallOf<Operations[Id]>,
      world: World,
    ) => ReplyOf<Operations[Id]> | Promise<ReplyOf<Operations[Id]>>
  }
}

/**
 * A `defineConfig` that knows a document: parameters and bodies have types, and operations, keys of the configuration and
 * fields of replies that the document does not know do not compile. `lockstep types` writes the types.
 * @example export default configFor<Operations>()({ operations: { … } })
 */
export function configFor<Operations extends { readonly [Id in keyof Operations]: OperationTypes }>(): <
  const Config extends ConfigOf<Operations>,
>(
  config: Config & ExactConfig<Config, Operations>,
) => Behaviours {
  // Behaviours take any call: the mock gives each only calls of its own operation, decoded and checked.
  return (config) => config
}

type BodyOf<Body> = Body extends undefined ? undefined : Body extends object ? Body[keyof Body] : Body

type ValueReply<Status, Value> = {
  readonly kind: 'value'
  readonly status: Status
  readonly headers?: NonNullable<Extract<Reply, { kind: 'value' }>['headers']>
} & (undefined extends Value ? { readonly value?: Value } : { readonly value: Value })

type Registered = {
  '1': 100 | 101 | 102 | 103
  '2': 200 | 201 | 202 | 203 | 204 | 205 | 206 | 207 | 208 | 226
  '3': 300 | 301 | 302 | 303 | 304 | 305 | 307 | 308
  '4':
    | (400 | 401 | 402 | 403 | 404 | 405 | 406 | 407 | 408 | 409 | 410 | 411 | 412 | 413 | 414 | 415 | 416 | 417 | 418)
    | (421 | 422 | 423 | 424 | 425 | 426 | 428 | 429 | 431 | 451)
  '5': 500 | 501 | 502 | 503 | 504 | 505 | 506 | 507 | 508 | 510 | 511
}

/** A range means the registered statuses in it that are not declared themselves; 'default' those that no other key means. */
type StatusOf<Key, Replies> = Key extends number
  ? Key
  : Key extends `${infer Digit extends keyof Registered}XX`
    ? Exclude<Registered[Digit], keyof Replies>
    : Exclude<Registered[Exclude<keyof Registered, RangeDigit<keyof Replies>>], keyof Replies>

type RangeDigit<Key> = Key extends `${infer Digit}XX` ? Digit : never

/**
 * TypeScript looks for fields that are not declared only in literals that stand where they are used, not in what a function
 * returns; so the returned type is held against the declared one here, member by member.
 */
export type ExactConfig<Config, Operations extends { readonly [Id in keyof Operations]: OperationTypes }> = {
  readonly [Key in keyof Config]: Key extends 'operations'
    ? {
        readonly [Id in keyof Config[Key]]: Id extends keyof Operations
          ? ExactBehaviour<Config[Key][Id], ReplyOf<Operations[Id]>>
          : NotDeclared<'operation', Id>
      }
    : Key extends keyof Behaviours
      ? unknown
      : NotDeclared<'key of the configuration', Key>
}

type ExactBehaviour<Behaviour, Allowed> = Behaviour extends (...given: never) => infer Said
  ? (call: never, world: never) => Exact<Awaited<Said>, Allowed> | Promise<Exact<Awaited<Said>, Allowed>>
  : unknown

/** Shows up in the compiler's message, with the name that nothing is known of. */
interface NotDeclared<Kind, Name> {
  readonly notDeclared: Kind
  readonly name: Name
}

type Exact<Actual, Allowed> = unknown extends Allowed
  ? Actual
  : Actual extends string | number | boolean | null | undefined | Uint8Array | ((...given: never) => unknown)
    ? Actual
    : Actual extends readonly (infer Item)[]
      ? readonly Exact<Item, ItemOf<Allowed>>[]
      : {
          [Key in keyof Actual]: Key extends KeyOf<Allowed>
            ? Exact<Actual[Key], MemberOf<Allowed, Key>>
            : NotDeclared<'field', Key>
        }

type KeyOf<Type> = Type extends unknown ? keyof Type : never
type MemberOf<Type, Key> = Type extends unknown ? (Key extends keyof Type ? Type[Key] : never) : never
type ItemOf<Type> = Type extends readonly (infer Item)[] ? Item : never
