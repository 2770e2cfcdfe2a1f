import { createHash } from "node:crypto";

/** The file of a processor's dead letters: `<workspace>.<processor>.ndjson`. Whatever stands in the names, it is one plain file name, and another one for other names. */
export function deadLetterFileName(workspace: string, processor: string): string {
  return `${safe(workspace)}.${safe(processor)}.ndjson`;
}

/** Keeps letters, digits, `_` and `-`; the rest becomes `%XX` by UTF-8 byte, a dot too, since it divides the two names. Long names are cut and told apart by a hash. */
function safe(name: string): string {
  let text = "";
  for (const byte of new TextEncoder().encode(name)) {
    const char = String.fromCharCode(byte);
    text += /[A-Za-z0-9_-]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  if (text === "") return "%";
  if (text.length <= 100) return text;
  return `${text.slice(0, 80)}%${createHash("sha256").update(name).digest("hex").slice(0, 19)}`;
}
