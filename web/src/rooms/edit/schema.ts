/** The hub's JSON Schema, as far as forms are made of it. What it says of a field is all that the page knows of that field. */
interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  required?: string[];
  anyOf?: Schema[];
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  default?: unknown;
  writeOnly?: boolean;
}

/** How a field is filled in. */
export type Shape = 'text' | 'long' | 'bool' | 'number' | 'duration' | 'words' | 'list' | 'map' | 'json' | 'group';

export interface Field {
  name: string;
  shape: Shape;
  about: string;
  needed: boolean;
  /** Never shown again once it is given. */
  secret: boolean;
  /** What holds where nothing is given, as the schema says it. */
  initial?: string;
  /** The only words that are allowed. */
  words: string[];
  least?: number;
  most?: number;
  /** The fields of a group. */
  fields: Field[];
}

/** A kind of check: what it asks, by which schemes of an address it is meant, and its options. */
export interface Kind {
  name: string;
  schemes: string[];
  about: string;
  fields: Field[];
}

/** Everything that can be declared. */
export interface Forms {
  kinds: Kind[];
  service: Field[];
  target: Field[];
  project: Field[];
}

const DEF = '#/$defs/';

/** What the hub's schema says of everything that can be declared. */
export function forms(schema: unknown): Forms {
  const root = schema as Schema;
  const project = (root.properties?.projects?.additionalProperties ?? {}) as Schema;
  const service = (project.properties?.services?.additionalProperties ?? {}) as Schema;
  const target = either((project.properties?.targets?.additionalProperties ?? {}) as Schema, 'object');
  return {
    kinds: (root.$defs?.check?.anyOf ?? []).flatMap((one) => kind(one, root)),
    service: fields(service, root).filter((one) => one.name !== 'check'),
    target: fields(target, root),
    project: fields(project, root).filter((one) => one.name !== 'targets' && one.name !== 'services'),
  };
}

function kind(schema: Schema, root: Schema): Kind[] {
  const [name, ...schemes] = words(schema.properties?.type ?? {});
  if (name === undefined) return [];
  const options = fields(schema, root).filter((one) => one.name !== 'type');
  return [{ name, schemes, about: schema.description ?? '', fields: options }];
}

const fields = (schema: Schema, root: Schema): Field[] =>
  Object.entries(schema.properties ?? {}).map(([name, each]) => field(name, each, schema.required?.includes(name) === true, root));

function field(name: string, schema: Schema, needed: boolean, root: Schema): Field {
  const shape = shapeOf(schema);
  const named = definition(schema, root);
  const number = either(schema, 'integer');
  return {
    name,
    shape,
    about: schema.description ?? named?.description ?? '',
    needed,
    secret: schema.writeOnly === true,
    initial: schema.default === undefined ? undefined : String(schema.default),
    words: shape === 'words' ? words(schema) : [],
    least: number.minimum,
    most: number.maximum,
    fields: shape === 'group' && named ? fields(named, root) : shape === 'group' ? fields(schema, root) : [],
  };
}

const definition = (schema: Schema, root: Schema): Schema | undefined =>
  schema.$ref?.startsWith(DEF) ? root.$defs?.[schema.$ref.slice(DEF.length)] : undefined;

const NAMED: Record<string, Shape> = { duration: 'duration', id: 'text', labels: 'map' };

function shapeOf(schema: Schema): Shape {
  if (schema.$ref) return NAMED[schema.$ref.slice(DEF.length)] ?? 'group';
  if (words(schema).length > 0) return 'words';
  if (is(schema, 'array') || schema.anyOf?.some((one) => is(one, 'array'))) return 'list';
  if (schema.properties) return 'group';
  if (is(schema, 'object')) return 'json';
  if (schema.anyOf?.some((one) => is(one, 'boolean'))) return 'bool';
  if (schema.anyOf?.some((one) => is(one, 'integer'))) return 'number';
  return Array.isArray(schema.type) && schema.type.length > 2 ? 'long' : 'text';
}

const is = (schema: Schema, type: string): boolean =>
  schema.type === type || (Array.isArray(schema.type) && schema.type.length <= 2 && schema.type.includes(type) && type !== 'integer');

/** The part of a choice that is of this type, or the schema itself. */
const either = (schema: Schema, type: string): Schema => schema.anyOf?.find((one) => one.type === type) ?? schema;

/** The words of an enumeration; those that YAML may read as numbers stand in it twice, and count once. */
function words(schema: Schema): string[] {
  const all = schema.enum ?? schema.anyOf?.find((one) => one.enum)?.enum ?? [];
  return all.filter((one): one is string => typeof one === 'string');
}

/** The kind that an address means by its scheme. */
export function kindOf(kinds: readonly Kind[], url: string): Kind | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url.trim())?.[1]?.toLowerCase();
  return scheme === undefined ? undefined : kinds.find((one) => one.name === scheme || one.schemes.includes(scheme));
}
