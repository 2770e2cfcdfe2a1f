import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** A folder for the files of one test file; it goes when the tests are over. */
export interface TestFolder {
  path: string;
  /** Path of a file in it. */
  at(name: string): string;
  /** Writes a file and gives its path. */
  file(name: string, content: string | Uint8Array): string;
}

export function testFolder(): TestFolder {
  const path = mkdtempSync(join(tmpdir(), "millrace-cli-"));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  const at = (name: string): string => join(path, name);
  return {
    path,
    at,
    file(name, content) {
      writeFileSync(at(name), content);
      return at(name);
    },
  };
}
