/** Keywords about objects. */
import { below } from "../../compiler/problems.ts";
import type { DefNode } from "../../definition/index.ts";
import { getOwn } from "../../values/names.ts";
import { isDocument } from "../../values/type-of.ts";
import type { Document } from "../../values/types.ts";
import { translateRegex } from "../regex/translate.ts";
import { beside, readCount, readNames, readSchemas } from "./read.ts";
import { all, type Conforms, type Keyword, type Place, parseSchema } from "./schema.ts";

const ofObjects =
  (check: (document: Document) => boolean): Conforms =>
  (value) =>
    !isDocument(value) || check(value);

/** The patterns of `patternProperties`, with their schemas. */
function readPatterns(node: DefNode, place: Place): [pattern: RegExp, conforms: Conforms][] {
  return readSchemas(node, place).flatMap(([source, conforms]) => {
    const translated = translateRegex(source, "");
    if (translated.ok) return [[translated.regex, conforms]];
    place.parser.problems.shape(below(place.pointer, source), translated.message);
    return [];
  });
}

const required: Keyword = (node, place) => {
  const names = readNames(node, place);
  return ofObjects((document) => {
    for (const name of names) if (getOwn(document, name) === undefined) return false;
    return true;
  });
};

export const objectKeywords = {
  properties: (node, place) => {
    const schemas = readSchemas(node, place);
    return ofObjects((document) => {
      for (const [name, conforms] of schemas) {
        const value = getOwn(document, name);
        if (value !== undefined && !conforms(value)) return false;
      }
      return true;
    });
  },
  patternProperties: (node, place) => {
    const patterns = readPatterns(node, place);
    return ofObjects((document) =>
      Object.keys(document).every((name) =>
        patterns.every(([pattern, conforms]) => !pattern.test(name) || conforms(document[name])),
      ),
    );
  },
  /** What holds for fields that neither `properties` nor `patternProperties` names. */
  additionalProperties: (node, place) => {
    const { parser, pointer } = place;
    const properties = beside("properties", place);
    const named = new Set(properties?.kind === "object" ? properties.entries.map(({ key }) => key) : []);
    const patterned = beside("patternProperties", place);
    const patterns = (patterned?.kind === "object" ? patterned.entries : []).flatMap(({ key }) => {
      const translated = translateRegex(key, "");
      return translated.ok ? [translated.regex] : [];
    });
    const isOther = (name: string) => !named.has(name) && !patterns.some((pattern) => pattern.test(name));
    if (node.kind === "scalar" && typeof node.value === "boolean") {
      return node.value ? undefined : ofObjects((document) => !Object.keys(document).some(isOther));
    }
    const conforms = parseSchema(parser, node, pointer);
    return ofObjects((document) => Object.keys(document).every((name) => !isOther(name) || conforms(document[name])));
  },
  required,
  minProperties: (node, place) => {
    const least = readCount(node, place);
    return ofObjects((document) => Object.keys(document).length >= least);
  },
  maxProperties: (node, place) => {
    const most = readCount(node, place);
    return ofObjects((document) => Object.keys(document).length <= most);
  },
  /** What must hold where a field is there: other fields that must be there too, or a schema for the whole object. */
  dependencies: (node, place) => {
    if (node.kind !== "object") {
      place.parser.problems.shape(place.pointer, "The value of 'dependencies' must be an object.");
      return undefined;
    }
    const rules = node.entries.map(({ key, value }) => {
      const at = { ...place, pointer: below(place.pointer, key) };
      const rule = value.kind === "array" ? required(value, at) : parseSchema(place.parser, value, at.pointer);
      return ofObjects((document) => getOwn(document, key) === undefined || rule === undefined || rule(document));
    });
    return all(rules);
  },
} satisfies Record<string, Keyword>;
