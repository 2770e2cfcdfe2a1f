import { type Document, decodeBson } from "@millrace/mql";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Taps } from "./taps.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A processor's tap, fed by hand. */
function results() {
  const listeners = new Set<(doc: Document) => void>();
  return {
    listeners,
    source: (listener: (doc: Document) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emit(from: number, to: number) {
      for (let n = from; n < to; n++) for (const listener of listeners) listener({ n });
    },
  };
}

function numbers(documents: Uint8Array[]): unknown[] {
  return documents.map((document) => decodeBson(document)["n"]);
}

test("results are sent in batches while the tap is on, and not after", () => {
  const processor = results();
  const sent: unknown[][] = [];
  const taps = new Taps(processor.source, (documents, done) => {
    sent.push(numbers(documents));
    done();
  });
  processor.emit(0, 2);
  taps.set(true);
  processor.emit(2, 4);
  processor.emit(4, 5);
  vi.advanceTimersByTime(100);
  processor.emit(5, 6);
  vi.advanceTimersByTime(100);
  taps.set(false);
  processor.emit(6, 7);
  vi.advanceTimersByTime(1000);
  expect(sent).toEqual([[2, 3, 4], [5]]);
});

test("the last ten results are known to those who come later", () => {
  const processor = results();
  const taps = new Taps(processor.source, () => {});
  processor.emit(0, 4);
  expect(numbers(taps.latest)).toEqual([0, 1, 2, 3]);
  vi.advanceTimersByTime(5_000);
  processor.emit(4, 10);
  vi.advanceTimersByTime(1_000);
  processor.emit(20, 23);
  expect(numbers(taps.latest)).toEqual([3, 4, 5, 6, 7, 8, 9, 20, 21, 22]);
});

test("a fast processor is looked at for ten results a second", () => {
  const processor = results();
  new Taps(processor.source, () => {});
  processor.emit(0, 10);
  expect(processor.listeners.size).toBe(0);
  vi.advanceTimersByTime(1_000);
  expect(processor.listeners.size).toBe(1);
});

test("a server that does not take the batches loses results and never more than two batches wait", () => {
  const processor = results();
  const waiting: (() => void)[] = [];
  const sent: number[] = [];
  const taps = new Taps(processor.source, (documents, done) => {
    sent.push(documents.length);
    waiting.push(done);
  });
  taps.set(true);
  for (let round = 0; round < 5; round++) {
    processor.emit(0, 1_000);
    vi.advanceTimersByTime(100);
  }
  expect(sent).toEqual([200, 200]);
  waiting.shift()!();
  processor.emit(0, 3);
  vi.advanceTimersByTime(100);
  expect(sent).toEqual([200, 200, 3]);
});

test("close leaves no listener and no timer behind", () => {
  const processor = results();
  const taps = new Taps(processor.source, () => {});
  taps.set(true);
  processor.emit(0, 10);
  taps.close();
  expect(processor.listeners.size).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});
