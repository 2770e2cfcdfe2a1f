import { expect, test } from "vitest";
import { createLog } from "./log.ts";

function lines(logFormat: "auto" | "text" | "json", isTTY: boolean) {
  const written: string[] = [];
  const log = createLog({ logLevel: "info", logFormat }, { write: (text) => written.push(text), isTTY });
  return { written, log };
}

test("text on a terminal", () => {
  const { written, log } = lines("auto", true);
  log.info({ processor: "demo/solar", attempt: 2 }, "Runs again");
  log.debug("not shown");
  expect(written).toEqual([expect.stringMatching(/^\d\d:\d\d:\d\d info {2}Runs again processor=demo\/solar attempt=2\n$/)]);
});

test("JSON elsewhere, with ISO times", () => {
  const { written, log } = lines("auto", false);
  log.warn({ code: 125 }, "No broker");
  expect(JSON.parse(written[0]!)).toEqual({ level: 40, time: expect.stringMatching(/^\d{4}-.*Z$/), code: 125, msg: "No broker" });
});

test("an error comes with its stack", () => {
  const { written, log } = lines("text", false);
  log.error({ err: new Error("boom") }, "Failed");
  expect(written[0]).toMatch(/^\d\d:\d\d:\d\d error Failed\nError: boom\n {4}at /);
});

test("a target that takes no lines does not disturb who logs", () => {
  const full = () => {
    throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
  };
  const log = createLog({ logLevel: "info", logFormat: "json" }, { write: full });
  expect(() => log.error("Lost")).not.toThrow();
});
