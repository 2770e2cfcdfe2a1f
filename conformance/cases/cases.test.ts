// Data-driven stream cases: every run of a case must give what its file says (README.md beside this file).
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { expected, parseCase, runPlain, runWithCrash } from "./run-case.ts";

const folder = dirname(fileURLToPath(import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  // The files in mql/ are cases of the language (mql.test.ts).
  .filter((name) => name.endsWith(".json") && !/^mql[\\/]/.test(name))
  .sort();

describe.each(files)("%s", (file) => {
  const one = parseCase(readFileSync(join(folder, file), "utf8"));
  const wanted = expected(one);

  test.each([1, 7, 1000])("in batches of %i", async (readSize) => {
    expect(await runPlain(one, readSize)).toEqual(wanted);
  });

  test("with a crash and a restored run, at every place", async () => {
    const { length } = one.input;
    const places = Array.from({ length: length + 1 }, (_, at) => ({ checkpointAt: at, crashAt: Math.min(at + 2, length) }));
    for (const { checkpointAt, crashAt } of [...places, { checkpointAt: 0, crashAt: length }]) {
      const { outcome, repeated } = await runWithCrash(one, checkpointAt, crashAt);
      const place = `checkpoint after ${checkpointAt} records, crash after ${crashAt}`;
      expect(outcome, place).toEqual(wanted);
      for (const kind of ["output", "deadLetters"] as const) {
        const from = repeated.after[kind];
        expect(repeated[kind], `${place}: first appearance of ${kind}`).toEqual(
          wanted[kind].slice(from, from + repeated[kind].length),
        );
      }
    }
  });
});
