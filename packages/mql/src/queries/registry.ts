/** All query operators. */
import type { DocumentOperator, FieldOperator, QueryOperator } from "./define.ts";
import { all } from "./operators/all.ts";
import { and } from "./operators/and.ts";
import { bitsAllClear } from "./operators/bits-all-clear.ts";
import { bitsAllSet } from "./operators/bits-all-set.ts";
import { bitsAnyClear } from "./operators/bits-any-clear.ts";
import { bitsAnySet } from "./operators/bits-any-set.ts";
import { comment, commentOnField } from "./operators/comment.ts";
import { elemMatch } from "./operators/elem-match.ts";
import { eq } from "./operators/eq.ts";
import { exists } from "./operators/exists.ts";
import { expr } from "./operators/expr.ts";
import { geoIntersects } from "./operators/geo-intersects.ts";
import { geoWithin } from "./operators/geo-within.ts";
import { gt } from "./operators/gt.ts";
import { gte } from "./operators/gte.ts";
import { inOperator } from "./operators/in.ts";
import { jsonSchema } from "./operators/json-schema.ts";
import { lt } from "./operators/lt.ts";
import { lte } from "./operators/lte.ts";
import { mod } from "./operators/mod.ts";
import { ne } from "./operators/ne.ts";
import { nin } from "./operators/nin.ts";
import { nor } from "./operators/nor.ts";
import { notOperator } from "./operators/not.ts";
import { or } from "./operators/or.ts";
import { options, regex } from "./operators/regex.ts";
import { sampleRate } from "./operators/sample-rate.ts";
import { size } from "./operators/size.ts";
import { type } from "./operators/type.ts";

export function queryOperators(): readonly QueryOperator[] {
  return [
    all,
    and,
    bitsAllClear,
    bitsAllSet,
    bitsAnyClear,
    bitsAnySet,
    comment,
    commentOnField,
    elemMatch,
    eq,
    exists,
    expr,
    geoIntersects,
    geoWithin,
    gt,
    gte,
    inOperator,
    jsonSchema,
    lt,
    lte,
    mod,
    ne,
    nin,
    nor,
    notOperator,
    options,
    or,
    regex,
    sampleRate,
    size,
    type,
  ];
}

let onFields: ReadonlyMap<string, FieldOperator> | undefined;
let onDocuments: ReadonlyMap<string, DocumentOperator> | undefined;

/** The operators below a field, by name. Made at the first use: operators and parser import each other. */
export function fieldOperators(): ReadonlyMap<string, FieldOperator> {
  onFields ??= new Map(queryOperators().flatMap((operator) => (operator.kind === "field" ? [[operator.name, operator]] : [])));
  return onFields;
}

/** The operators in place of a field, by name. */
export function documentOperators(): ReadonlyMap<string, DocumentOperator> {
  onDocuments ??= new Map(
    queryOperators().flatMap((operator) => (operator.kind === "document" ? [[operator.name, operator]] : [])),
  );
  return onDocuments;
}
