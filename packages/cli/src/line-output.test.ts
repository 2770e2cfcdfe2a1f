import { Writable } from "node:stream";
import { setImmediate, setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { LineOutput } from "./line-output.ts";

const line = `${"x".repeat(99)}\n`;

/** A stream whose reader takes a piece only when told to. */
function slowStream() {
  const pieces: string[] = [];
  const waiting: (() => void)[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(piece: string, _encoding, done) {
      pieces.push(piece);
      waiting.push(done);
    },
  });
  return { stream, pieces, take: () => waiting.shift()?.() };
}

const ignore = (): void => {};

test("many lines leave in pieces of 64 K and more, in order", async () => {
  const { stream, pieces, take } = slowStream();
  const output = new LineOutput(stream, ignore);
  for (let i = 0; i < 2000; i++) output.write(`${i}\n${line}`);
  const flushed = output.flush();
  for (let i = 0; i < 10; i++) {
    take();
    await setImmediate();
  }
  await flushed;
  const text = pieces.join("");
  expect(text.split("\n").filter((_, i) => i % 2 === 0 && i < 4000)).toEqual(Array.from({ length: 2000 }, (_, i) => String(i)));
  expect(
    pieces
      .filter((piece) => piece !== "")
      .slice(0, -1)
      .every((piece) => piece.length >= 65_536),
  ).toBe(true);
});

test("a single line leaves as soon as the event loop is free", async () => {
  const { stream, pieces } = slowStream();
  new LineOutput(stream, ignore).write("one\n");
  expect(pieces).toEqual([]);
  await setImmediate();
  await setImmediate();
  expect(pieces).toEqual(["one\n"]);
});

test("more than 1 MB in front of a slow reader makes the writer wait until it is taken", async () => {
  const { stream, take } = slowStream();
  const output = new LineOutput(stream, ignore);
  let room: Promise<void> | undefined;
  let written = 0;
  while (room === undefined && written < 10_000_000) {
    room = output.write(line);
    written += line.length;
  }
  expect(written).toBeGreaterThan(1024 * 1024);
  expect(written).toBeLessThan(1024 * 1024 + 2 * 65_536);
  let resumed = false;
  void room?.then(() => {
    resumed = true;
  });
  await setTimeout(20);
  expect(resumed).toBe(false);
  while (stream.writableLength > 0) {
    take();
    await setImmediate();
  }
  await room;
  expect(resumed).toBe(true);
});

test("a stream that fails is reported once; later lines are dropped and nobody waits", async () => {
  const failures: string[] = [];
  const stream = new Writable({ write: (_chunk, _encoding, done) => done(new Error("no space left")) });
  const output = new LineOutput(stream, (error) => failures.push(error.message));
  output.write(line);
  await output.flush();
  expect(output.write(line)).toBeUndefined();
  await output.flush();
  expect(failures).toEqual(["no space left"]);
  expect(output.failure?.message).toBe("no space left");
});

test("a writer that waits for a slow reader goes on when the reader goes away", async () => {
  const { stream } = slowStream();
  const output = new LineOutput(stream, ignore);
  let room: Promise<void> | undefined;
  while (room === undefined) room = output.write(line);
  stream.destroy(new Error("the reader went away"));
  await room;
  expect(output.failure?.message).toBe("the reader went away");
});
