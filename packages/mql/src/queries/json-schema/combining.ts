/** Keywords that combine schemas. */

import { readSchemaList } from "./read.ts";
import { all, type Keyword, parseSchema } from "./schema.ts";

export const combiningKeywords = {
  allOf: (node, place) => all(readSchemaList(node, place)),
  anyOf: (node, place) => {
    const schemas = readSchemaList(node, place);
    return (value) => schemas.some((conforms) => conforms(value));
  },
  oneOf: (node, place) => {
    const schemas = readSchemaList(node, place);
    return (value) => schemas.filter((conforms) => conforms(value)).length === 1;
  },
  not: (node, { parser, pointer }) => {
    const conforms = parseSchema(parser, node, pointer);
    return (value) => !conforms(value);
  },
} satisfies Record<string, Keyword>;
