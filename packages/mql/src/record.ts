import type { Document } from "./values/types.ts";

/**
 * A document on its way, with what travels beside it. `mql` needs only this much of the engine's record: compiled
 * stages read and replace `doc`, and `$meta` reads `meta`.
 */
export interface Carrier {
  /** The document. Only its top level may be changed, only by the stage that holds the sole reference (design 3, Ownership). */
  doc: Document;
  /** Stream metadata, `{ source: {…}, window?: {…}, … }` (engine.md 2.4). May be a lazy getter: read it only where `$meta` needs it. */
  readonly meta: Document;
  /** A record for another document that stems from this one (`$unwind`): same metadata, event time and watermark. */
  with(doc: Document): this;
}

/** What evaluation may not take from its surroundings: time, randomness, identity. One object for the life of a processor. */
export interface EvalContext {
  /** Milliseconds since 1970, for `$currentDate`. */
  now(): number;
  /** In [0, 1). */
  random(): number;
  /** 12 bytes of a fresh ObjectId, as 24 hex digits. */
  objectId(): string;
  /** Values of the variables of enclosing pipelines (`let` of `$lookup`), by name; for what was compiled with `outer`. */
  readonly variables?: Document;
}
