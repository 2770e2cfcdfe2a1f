import { randomBytes } from "node:crypto";

const processPart = randomBytes(5).toString("hex");
let counter = randomBytes(3).readUIntBE(0, 3);

/** A new id of 24 lower-case hex digits (admin-api.md 3.3): seconds, process, counter. Ids of one process sort by creation. */
export function newId(): string {
  const seconds = Math.floor(Date.now() / 1000) % 0x1_0000_0000;
  counter = (counter + 1) % 0x100_0000;
  return seconds.toString(16).padStart(8, "0") + processPart + counter.toString(16).padStart(6, "0");
}
