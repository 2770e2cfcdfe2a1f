export type * from "./checkpoints.ts";
export type * from "./clock.ts";
export type * from "./dead-letters.ts";
export type * from "./files.ts";
export type * from "./sink.ts";
export type * from "./source.ts";
