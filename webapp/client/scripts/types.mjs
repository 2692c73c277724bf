// Writes the TypeScript types of what a gateway speaks, from the two documents that it publishes.
// With --check it writes nothing and fails when a file is not what it would write.
//
// The generators that exist either need an older TypeScript or bring a formatter and their own
// naming; the documents use a dozen keywords of JSON Schema, and an unknown one fails here.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const documents = '../../../platform/gateway/src/main/resources/';
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const read = (name) => parse(readFileSync(here(documents + name), 'utf8'));

/** Keywords that narrow values but not the types that TypeScript knows. */
const NARROWING = new Set([
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'minItems',
  'maxItems',
  'maxProperties',
  'format',
  'default',
  'propertyNames',
]);
const SHAPING = new Set([
  '$ref',
  'type',
  'const',
  'enum',
  'items',
  'properties',
  'required',
  'additionalProperties',
  'allOf',
  'anyOf',
  'description',
]);

const PRIMITIVES = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
};

function writer(schemas, nameOf) {
  const referred = ($ref) => $ref.slice($ref.lastIndexOf('/') + 1);
  const quoted = (key) => (/^[A-Za-z_]\w*$/.test(key) ? key : `'${key}'`);

  /** A property may be required here and described there, so the parts are put together first. */
  function flat(schema) {
    if (!schema.allOf) return schema;
    const whole = { type: 'object', properties: {}, required: [] };
    for (const part of [...schema.allOf, { ...schema, allOf: undefined }]) {
      const {
        properties = {},
        required = [],
        additionalProperties,
      } = flat(part.$ref ? schemas[referred(part.$ref)] : part);
      Object.assign(whole.properties, properties);
      whole.required.push(...required);
      if (additionalProperties) whole.additionalProperties = additionalProperties;
    }
    return whole;
  }

  function type(schema, indent) {
    for (const keyword of Object.keys(schema)) {
      if (!NARROWING.has(keyword) && !SHAPING.has(keyword)) {
        throw new Error(`types.mjs does not know the keyword ${keyword}`);
      }
    }
    if (schema.$ref) return nameOf(referred(schema.$ref));
    if ('const' in schema) return JSON.stringify(schema.const).replaceAll('"', "'");
    if (schema.enum) return schema.enum.map((value) => `'${value}'`).join(' | ');
    if (Array.isArray(schema.type)) {
      return schema.type.map((one) => type({ ...schema, type: one }, indent)).join(' | ');
    }
    if (schema.type === 'array') {
      const of = schema.items ? type(schema.items, indent) : 'unknown';
      return /[|{]/.test(of) ? `Array<${of}>` : `${of}[]`;
    }
    if (schema.type === 'object' || schema.allOf) return object(flat(schema), indent);
    if (PRIMITIVES[schema.type]) return PRIMITIVES[schema.type];
    if (schema.type === undefined) return 'unknown';
    throw new Error(`types.mjs does not know the type ${schema.type}`);
  }

  function object({ properties = {}, required = [], additionalProperties: more }, indent) {
    const inner = `${indent}  `;
    const lines = Object.entries(properties).map(([key, schema]) => {
      const optional = required.includes(key) ? '' : '?';
      return `${comment(schema.description, inner)}${inner}${quoted(key)}${optional}: ${type(schema, inner)};\n`;
    });
    for (const key of required) {
      if (!(key in properties)) lines.push(`${inner}${quoted(key)}: unknown;\n`);
    }
    if (more === true || (more === undefined && lines.length === 0)) {
      lines.push(`${inner}[field: string]: unknown;\n`);
    } else if (more) {
      lines.push(`${inner}[field: string]: ${type(more, inner)};\n`);
    }
    return `{\n${lines.join('')}${indent}}`;
  }

  function comment(text, indent = '') {
    if (!text) return '';
    const lines = text.trim().split('\n');
    if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
    return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`;
  }

  return Object.entries(schemas)
    .map(
      ([name, schema]) =>
        `${comment(schema.description)}export type ${nameOf(name)} = ${type(schema, '')};\n`,
    )
    .join('\n');
}

function header(document) {
  return `// Written by scripts/types.mjs from ${document}; change that and run "npm run types".\n\n`;
}

function http() {
  return header('openapi.yaml') + writer(read('openapi.yaml').components.schemas, (name) => name);
}

function storefront() {
  const { components, operations } = read('asyncapi.yaml');
  // Schemas in lower case are the payloads of messages.
  const nameOf = (name) =>
    /^[a-z]/.test(name) ? `${name[0].toUpperCase()}${name.slice(1)}Message` : name;
  const union = (operation) =>
    operation.messages
      .map(({ $ref }) => `\n  | ${nameOf($ref.slice($ref.lastIndexOf('/') + 1))}`)
      .join('');
  return `${header('asyncapi.yaml')}${writer(components.schemas, nameOf)}
/** All that a storefront says. */
export type ClientMessage =${union(operations.fromStorefront)};

/** All that a storefront is told. */
export type ServerMessage =${union(operations.toStorefront)};
`;
}

const files = { 'http.ts': http(), 'storefront.ts': storefront() };
const check = process.argv.includes('--check');
for (const [name, text] of Object.entries(files)) {
  const path = here(`../src/generated/${name}`);
  if (!check) {
    writeFileSync(path, text);
  } else if (readFileSync(path, 'utf8') !== text) {
    console.error(
      `client/src/generated/${name} is not what the documents say; run "npm run types -w client".`,
    );
    process.exitCode = 1;
  }
}
