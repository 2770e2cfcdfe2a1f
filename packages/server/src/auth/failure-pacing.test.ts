import { expect, test } from "vitest";
import { FailurePacing } from "./failure-pacing.ts";

// Repeated failures are slowed, nobody is locked out

function paced() {
  const slept: number[] = [];
  let now = 0;
  const pacing = new FailurePacing(
    () => now,
    async (ms) => void slept.push(ms),
  );
  const fail = async (times: number, address: string, credential = "abcdefgh") => {
    for (let i = 0; i < times; i++) await pacing.failed({ address, credential });
  };
  return { pacing, slept, fail, wait: (ms: number) => (now += ms) };
}

test("a credential has five failures free; then each takes twice as long, up to 5 s, wherever they come from", async () => {
  const { slept, fail } = paced();
  await fail(5, "10.0.0.1");
  expect(slept).toEqual([]);
  await fail(4, "10.0.0.2");
  await fail(4, "10.0.0.1");
  expect(slept).toEqual([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
});

test("an address has twenty failures free, whatever the names", async () => {
  const { slept, fail } = paced();
  for (let i = 0; i < 22; i++) await fail(1, "10.0.0.1", `name-${i}`);
  expect(slept).toEqual([100, 200]);
  await fail(1, "10.0.0.9", "another");
  expect(slept).toHaveLength(2);
});

test("success and ten quiet minutes forgive", async () => {
  const { pacing, slept, fail, wait } = paced();
  await fail(6, "10.0.0.1");
  pacing.succeeded("abcdefgh");
  await fail(5, "10.0.0.1");
  wait(10 * 60_000);
  await fail(5, "10.0.0.1");
  expect(slept).toEqual([100]);
});

test("many failures are told of ever more seldom", async () => {
  const { pacing } = paced();
  let told = 0;
  for (let i = 0; i < 1_000; i++) if (await pacing.failed({ address: "a", credential: "c" })) told += 1;
  expect(told).toBe(5 + 10);
});

test("no more than 256 answers wait, and 10,000 counts are kept", async () => {
  let waiting = 0;
  const pacing = new FailurePacing(Date.now, () => {
    waiting += 1;
    return new Promise(() => {});
  });
  for (let i = 0; i < 5; i++) await pacing.failed({ address: "a", credential: "c" });
  for (let i = 0; i < 300; i++) pacing.failed({ address: "a", credential: "c" });
  expect(waiting).toBe(256);
  for (let i = 0; i < 20_000; i++) await pacing.failed({ address: `a${i}`, credential: `c${i}` });
  expect((pacing as unknown as { counts: Map<string, unknown> }).counts.size).toBe(10_000);
});

test("what was good once is answered at once, and does not count for its address; not all of it is told of", async () => {
  const { pacing, slept, fail } = paced();
  let told = 0;
  for (let i = 0; i < 100; i++)
    if (await pacing.failed({ address: "10.0.0.1", credential: "old token", wasGood: true })) told += 1;
  expect(slept).toEqual([]);
  expect(told).toBe(5 + 7);
  await fail(5, "10.0.0.1");
  expect(slept).toEqual([]);
});
