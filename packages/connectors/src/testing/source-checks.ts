import type { Positions, Source, StreamRecord } from "@millrace/engine";
import { expect, test } from "vitest";
import { poison, strange } from "./poison.ts";

/** Reads until so many records came, or the source gives nothing for a while. */
export async function readRecords(source: Source, count: number): Promise<StreamRecord[]> {
  const records: StreamRecord[] = [];
  for (let quiet = 0; records.length < count && quiet < 50; ) {
    const batch = await source.read(20);
    if (batch === null) break;
    quiet = batch.records.length === 0 ? quiet + 1 : 0;
    records.push(...batch.records);
  }
  return records;
}

export interface SourceUnderTest {
  /** A new source, not open yet, over payloads in one partition. */
  make(payloads: readonly Buffer[]): Promise<Source>;
}

/** What every source of payloads has to do (design 9). */
export function checkSource(name: string, { make }: SourceUnderTest): void {
  const numbered = Array.from({ length: 2500 }, (_, n) => Buffer.from(`{"n":${n}}`));
  const numbersOf = (records: readonly StreamRecord[]) => records.map(({ doc }) => doc.n);

  test(`${name}: everything comes once, in order, in bounded batches, after its partition was named`, async () => {
    const source = await make(numbered);
    await source.open(undefined);
    const known = new Set<unknown>();
    const records: StreamRecord[] = [];
    while (records.length < 2500) {
      const batch = await source.read(100);
      for (const partition of batch?.partitions ?? []) known.add(partition);
      expect(batch?.records.length).toBeLessThanOrEqual(1000);
      for (const record of batch?.records ?? []) expect(known.has(record.partition)).toBe(true);
      records.push(...(batch?.records ?? []));
    }
    expect(numbersOf(records)).toEqual(numbered.map((_, n) => n));
    await source.close();
  });

  test(`${name}: from the position of any record, the rest comes`, async () => {
    const first = await make(numbered);
    await first.open(undefined);
    const records = await readRecords(first, 2500);
    await first.close();
    for (const index of [0, 1, 999, 1000, 2498]) {
      const { partition, position } = records[index] as StreamRecord;
      const positions: Positions = { [partition.id]: position };
      const second = await make(numbered);
      await second.open(positions);
      expect(numbersOf(await readRecords(second, 2499 - index))).toEqual(numbered.slice(index + 1).map((_, n) => index + 1 + n));
      await second.close();
    }
  });

  test(`${name}: poison becomes a dead letter each, and what lies between comes through`, async () => {
    const payloads = poison.flatMap(({ payload }, n) => [payload, Buffer.from(`{"n":${n}}`)]);
    const source = await make(payloads);
    await source.open(undefined);
    const records = await readRecords(source, payloads.length);
    for (const [n, { name: kind, payload }] of poison.entries()) {
      const bad = records[2 * n] as StreamRecord;
      expect(bad.failure, kind).toMatch(/^Failed to parse input message: ./);
      const { value } = bad.doc as { value: string | { buffer: Uint8Array } };
      expect(typeof value === "string" ? Buffer.from(value) : Buffer.from(value.buffer), kind).toEqual(payload);
      expect(records[2 * n + 1]?.failure).toBeUndefined();
      expect(records[2 * n + 1]?.doc).toEqual({ n });
    }
    await source.close();
  });

  test(`${name}: strange documents come as they are`, async () => {
    const source = await make(strange.map(({ payload }) => payload));
    await source.open(undefined);
    const records = await readRecords(source, strange.length);
    for (const [index, { name: kind, doc }] of strange.entries()) {
      expect(records[index]?.failure, kind).toBeUndefined();
      expect(Object.entries(records[index]?.doc ?? {}), kind).toEqual(Object.entries(doc));
      expect(Object.getPrototypeOf(records[index]?.doc), kind).toBe(Object.prototype);
    }
    await source.close();
  });

  test(`${name}: closing twice, or before opening, does no harm`, async () => {
    const source = await make([]);
    await source.close();
    await source.close();
  });
}
