import { expect, test } from "vitest";
import { compileExpression } from "../../compiler/expression.ts";
import { definitionOf } from "../../definition/index.ts";
import { compiled, problemsOf } from "../../testing/compiled.ts";
import { TestRecord, testContext } from "../../testing/record.ts";
import type { ObjectId, UUID } from "../../values/classes.ts";

test("identities are made anew at each evaluation, from what the context gives", () => {
  let calls = 0;
  const context = { ...testContext, objectId: () => String(++calls).padStart(24, "0"), random: () => (++calls % 256) / 256 };
  const { evaluate, constant } = compiled(
    compileExpression(definitionOf([{ $createObjectId: {} }, { $createObjectId: {} }, { $createUUID: {} }])),
  );
  expect(constant).toBe(false);
  const [first, second, uuid] = evaluate(new TestRecord({}), context) as [ObjectId, ObjectId, UUID];
  expect([first.toHexString(), second.toHexString()]).toEqual(["1".padStart(24, "0"), "2".padStart(24, "0")]);
  expect(uuid.toHexString()).toBe("03040506-0708-490a-8b0c-0d0e0f101112");
});

test.each(["$createObjectId", "$createUUID"])("%s takes no arguments", (name) => {
  expect(problemsOf(compileExpression(definitionOf({ [name]: 1 })))[0]?.pointer).toBe(`/${name}`);
});
