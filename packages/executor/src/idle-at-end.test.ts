import type { Source } from "@millrace/engine";
import { expect, test } from "vitest";
import { idleAtEnd } from "./idle-at-end.ts";

function drained(): Source & { reads: number; woken: number } {
  return {
    reads: 0,
    woken: 0,
    open: async () => {},
    async read() {
      this.reads++;
      return null;
    },
    pause: () => {},
    committed: async () => {},
    wake() {
      this.woken++;
    },
    close: async () => {},
  };
}

test("a drained source gives empty batches and is not read again", async () => {
  const source = drained();
  const idle = idleAtEnd(source);
  expect(await idle.read(1)).toEqual({ records: [] });
  expect(await idle.read(1)).toEqual({ records: [] });
  expect(source.reads).toBe(1);
});

test("wake ends the wait of a drained source", async () => {
  const source = drained();
  const idle = idleAtEnd(source);
  const reading = idle.read(60_000);
  await new Promise(setImmediate);
  idle.wake();
  expect(await reading).toEqual({ records: [] });
  expect(source.woken).toBe(1);
});
