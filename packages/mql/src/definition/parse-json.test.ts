import { expect, test } from "vitest";
import { parseJson } from "./parse-json.ts";

test("names with escapes are not taken for others that stood there before", () => {
  for (const name of ["\\", "u", "\n", '"', "\\n", "a\n", "a\\", "\u0001", "__proto__"]) {
    for (const before of ["\\", "u", "n", "a\\", "a"]) {
      // Objects that begin with a name of their own, so that nothing but `before` ever stood behind it.
      const first = `${name} behind ${before}`;
      parseJson(JSON.stringify({ [first]: 0, [before]: 1 }));
      const text = `{${JSON.stringify(first)}:0,${JSON.stringify(name)}:{"x":[1.5,-2,true,null,"\\t"]}}`;
      expect(Object.entries(parseJson(text) as object)[1]).toEqual([name, { x: [1.5, -2, true, null, "\t"] }]);
    }
  }
});

test("what is not JSON is an error", () => {
  for (const text of ['{"a":}', '{"a\\n":}', '{"\\u0061":1,"a":2}', "\\"]) expect(() => parseJson(text)).toThrow();
});
