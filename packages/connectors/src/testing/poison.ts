import { type Document, Double } from "@millrace/mql";

/** Payloads that must not stop a processor, or be changed on the way (design 4). */
export const poison: readonly { name: string; payload: Buffer }[] = [
  { name: "malformed text", payload: Buffer.from('{"a":') },
  { name: "a number", payload: Buffer.from("42") },
  { name: "a string", payload: Buffer.from('"text"') },
  { name: "null", payload: Buffer.from("null") },
  { name: "Extended JSON that is no object", payload: Buffer.from('{"$date":"2026-01-05T09:00:00Z"}') },
  { name: "invalid UTF-8", payload: Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]) },
  { name: "a lone surrogate", payload: Buffer.from('{"a":"\\ud800"}') },
  { name: "deep nesting", payload: Buffer.from(`${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`) },
  { name: "a wrong Extended JSON wrapper", payload: Buffer.from('{"a":{"$oid":"xyz"}}') },
];

/** Payloads that are strange and fine, with what they are. */
export const strange: readonly { name: string; payload: Buffer; doc: Document }[] = [
  {
    name: "64-bit numbers",
    payload: Buffer.from('{"id":9223372036854775807,"neg":-9223372036854775808}'),
    doc: { id: 9223372036854775807n, neg: -9223372036854775808n },
  },
  { name: "a double that is whole", payload: Buffer.from('{"d":5.0}'), doc: { d: new Double(5) } },
  {
    name: "a field named _bsontype",
    payload: Buffer.from('{"_bsontype":"ObjectId","id":"x"}'),
    doc: { _bsontype: "ObjectId", id: "x" },
  },
  {
    name: "fields named like members of every object",
    payload: Buffer.from('{"__proto__":{"polluted":1},"constructor":2,"toString":3,"length":4,"":5}'),
    // Defines the first one as a field, as a literal would not.
    doc: JSON.parse('{"__proto__":{"polluted":1},"constructor":2,"toString":3,"length":4,"":5}'),
  },
  { name: "an array", payload: Buffer.from('[1,{"b":2}]'), doc: { 0: 1, 1: { b: 2 } } },
  {
    name: "Extended JSON",
    payload: Buffer.from('{"at":{"$date":"2026-01-05T09:00:00Z"}}'),
    doc: { at: new Date("2026-01-05T09:00:00Z") },
  },
];
