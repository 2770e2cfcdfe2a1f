import { expect, test } from "vitest";
import { LineCutter, LONGEST_LINE_BYTES } from "./lines.ts";

/** Cuts a text given in chunks of so many bytes. */
function cut(text: string | Buffer, chunkBytes: number, offset = 0): { lines: string[]; ends: number[] } {
  const bytes = Buffer.from(text as string);
  const cutter = new LineCutter(offset);
  const lines: string[] = [];
  const ends: number[] = [];
  const take = (line: ReturnType<LineCutter["next"]>) => {
    if (line === undefined) return false;
    lines.push(Buffer.from(line.bytes).toString());
    ends.push(line.end);
    return true;
  };
  // As streams may, one piece of memory holds each chunk in turn.
  const memory = Buffer.alloc(chunkBytes);
  for (let start = 0; start < bytes.length; start += chunkBytes) {
    const length = bytes.copy(memory, 0, start, start + chunkBytes);
    cutter.push(memory.subarray(0, length));
    while (take(cutter.next()));
  }
  take(cutter.last());
  return { lines, ends };
}

test.each([1, 2, 3, 7, 100])("lines end in LF, CRLF or with the input, in chunks of %i bytes", (chunkBytes) => {
  const text = "one\ntwo\r\n\n\r\nfünf\nlast";
  const { lines, ends } = cut(text, chunkBytes);
  expect(lines).toEqual(["one", "two", "", "", "fünf", "last"]);
  expect(ends).toEqual([4, 9, 10, 12, 18, 22]);
});

test("a line end at the end of the input begins no further line", () => {
  expect(cut("one\n", 100).lines).toEqual(["one"]);
  expect(cut("", 100).lines).toEqual([]);
});

test("a carriage return inside a line stays", () => {
  expect(cut("a\rb\r\r\n", 100).lines).toEqual(["a\rb\r"]);
});

test("a byte order mark at the start of the input is dropped, but not in the middle", () => {
  expect(cut("\ufeffone\n\ufefftwo\n", 100)).toEqual({ lines: ["one", "\ufefftwo"], ends: [7, 14] });
  expect(cut("\ufeffone\n", 100, 50)).toEqual({ lines: ["\ufeffone"], ends: [57] });
});

test("a line of the longest length is whole; a longer one is cut, told, and the next line comes", () => {
  const longest = "x".repeat(LONGEST_LINE_BYTES);
  const cutter = new LineCutter(0);
  cutter.push(Buffer.from(`${longest}\n${longest}y\nnext\n`));
  expect(cutter.next()).toMatchObject({ tooLong: false, end: LONGEST_LINE_BYTES + 1 });
  const long = cutter.next();
  expect([long?.tooLong, long?.bytes.length]).toEqual([true, 1024]);
  expect(Buffer.from(cutter.next()?.bytes ?? []).toString()).toBe("next");
});

test("a line without end takes no memory beyond the limit", () => {
  const cutter = new LineCutter(0);
  const chunk = Buffer.alloc(1024 * 1024, "x");
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 200; i++) {
    cutter.push(chunk);
    expect(cutter.next()).toBeUndefined();
  }
  global.gc?.();
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
  expect(cutter.last()).toMatchObject({ tooLong: true, end: 200 * 1024 * 1024 });
});
