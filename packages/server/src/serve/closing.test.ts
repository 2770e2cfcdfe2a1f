import { expect, test } from "vitest";
import { Closing } from "./closing.ts";

test("steps are taken in reverse order, once, and all of them even if one fails", async () => {
  const closing = new Closing();
  const taken: string[] = [];
  closing.add(() => taken.push("directory"));
  closing.add(async () => {
    taken.push("store");
    throw new Error("disk");
  });
  closing.add(() => taken.push("socket"));
  const first = closing.run();
  expect(closing.run()).toBe(first);
  await expect(first).rejects.toThrow("disk");
  expect(taken).toEqual(["socket", "store", "directory"]);
});
