import { describe, expect, test } from "vitest";
import type { Checkpoint, Files, StateEntry } from "../ports/index.ts";
import { MemoryFiles } from "../testing/files.ts";
import { decodeCommit, encodeCommit } from "./commit-record.ts";
import { fileCheckpoints } from "./store.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** Entries from an object; undefined removes. */
const entries = (changes: Record<string, string | undefined>): StateEntry[] =>
  Object.entries(changes).map(([key, value]) => ({ key, value: value === undefined ? undefined : bytes(value) }));

function checkpoint(sequence: number, changes: Record<string, string | undefined>, other: Partial<Checkpoint> = {}): Checkpoint {
  return {
    formatVersion: 1,
    epoch: 1,
    sequence,
    time: 1_700_000_000_000 + sequence,
    positions: { "0": sequence },
    watermark: null,
    arrival: sequence * 10,
    sink: undefined,
    counters: {},
    state: { full: false, entries: entries(changes) },
    ...other,
  };
}

const full = (changes: Record<string, string>) => ({ state: { full: true, entries: entries(changes) } });

async function load(files: Files) {
  const loaded = await fileCheckpoints(files).load();
  if (loaded === undefined) return undefined;
  const state = Object.fromEntries(
    [...loaded.checkpoint.state.entries].map(({ key, value }) => [key, new TextDecoder().decode(value)]),
  );
  return { ...loaded, state };
}

/** The bytes of a file with one bit turned. */
function damage(files: MemoryFiles, name: string): void {
  const content = files.contents.get(name)!.slice();
  content[content.length >> 1]! ^= 4;
  files.contents.set(name, content);
}

test("nothing is loaded on a first run", async () => {
  expect(await load(new MemoryFiles())).toBeUndefined();
});

test("everything of a checkpoint comes back", async () => {
  const files = new MemoryFiles();
  const all = checkpoint(
    7,
    {},
    {
      epoch: 3,
      positions: {
        "flights:0": 12,
        "flights:1": 2 ** 40,
        "shard-1": "49590338271490256608559692538361571095921575989136588898",
        big: 2n ** 60n,
        ["__proto__"]: 7,
      },
      watermark: { at: new Date(5), idle: ["flights:1"], partitions: { "flights:0": -5 } },
      arrival: 2 ** 45,
      sink: { file: "part-1", tail: [1, 2, 3] },
      counters: { inputMessageCount: 3e9 },
      ...full({ a: "1", ["__proto__"]: "2" }),
    },
  );
  const store = fileCheckpoints(files);
  await store.load();
  await store.commit(all);
  const loaded = await load(files);
  expect(loaded?.warnings).toEqual([]);
  expect(loaded?.checkpoint).toEqual({ ...all, state: { full: true, entries: expect.anything() } });
  expect(loaded?.state).toEqual({ a: "1", ["__proto__"]: "2" });
});

test("deltas change and remove what came before; a full state replaces all of it", async () => {
  const files = new MemoryFiles();
  const store = fileCheckpoints(files);
  await store.commit(checkpoint(1, {}, full({ a: "1", b: "1", c: "1" })));
  await store.commit(checkpoint(2, { b: "2", c: undefined, d: "2" }));
  await store.commit(checkpoint(3, { a: undefined, c: "3" }));
  expect((await load(files))?.state).toEqual({ b: "2", c: "3", d: "2" });
  await store.commit(checkpoint(4, {}, full({ e: "4" })));
  expect((await load(files))?.state).toEqual({ e: "4" });
  await store.commit(checkpoint(5, {}, full({})));
  expect((await load(files))?.state).toEqual({});
});

test("a commit writes its segment before its record, and no segment when nothing changed", async () => {
  const files = new MemoryFiles();
  const store = fileCheckpoints(files);
  await store.commit(checkpoint(1, { a: "1" }));
  const written: string[] = [];
  files.inject = ({ kind, name }) => {
    if (kind === "write") written.push(name);
    return undefined;
  };
  await store.commit(checkpoint(2, { a: "2" }));
  await store.commit(checkpoint(3, {}));
  expect(written).toEqual(["segment-000001-00000002", "commit-000001-00000002", "commit-000001-00000003"]);
  expect((await load(files))?.state).toEqual({ a: "2" });
});

test("reports the bytes that it wrote", async () => {
  const files = new MemoryFiles();
  const { bytes } = await fileCheckpoints(files).commit(checkpoint(1, { a: "x".repeat(1000) }));
  expect(bytes).toBe([...files.contents.values()].reduce((sum, content) => sum + content.length, 0));
});

test("keeps the files of the last two commits, and touches no others", async () => {
  const files = new MemoryFiles();
  files.contents.set("README", bytes("mine"));
  files.contents.set("segment-000009-00000001", bytes("of a later run that has not committed yet"));
  const store = fileCheckpoints(files);
  for (let sequence = 1; sequence <= 5; sequence++) await store.commit(checkpoint(sequence, {}, full({ a: "1" })));
  expect([...files.contents.keys()].sort()).toEqual([
    "README",
    "commit-000001-00000004",
    "commit-000001-00000005",
    "segment-000001-00000004",
    "segment-000001-00000005",
    "segment-000009-00000001",
  ]);
});

test("a large state is pulled and written block by block", async () => {
  let pulled = 0;
  function* many(): Generator<StateEntry> {
    for (let i = 0; i < 10_000; i++) {
      pulled++;
      yield { key: `key ${i}`, value: new Uint8Array(100) };
    }
  }
  const seen: { size: number; pulled: number }[] = [];
  const memory = new MemoryFiles();
  const files: Files = {
    list: (folder) => memory.list(folder),
    read: (name) => memory.read(name),
    remove: (name) => memory.remove(name),
    async writeDurable(_, chunks) {
      for await (const { length } of chunks) seen.push({ size: length, pulled });
    },
  };
  await fileCheckpoints(files, { blockBytes: 10_000 }).commit(checkpoint(1, {}, { state: { full: true, entries: many() } }));
  expect(Math.max(...seen.slice(0, -1).map(({ size }) => size))).toBeLessThan(10_300);
  expect(seen[1]!.pulled).toBeLessThan(100);
  expect(seen.length).toBeGreaterThan(100);
});

describe("recovery", () => {
  async function three() {
    const files = new MemoryFiles();
    const store = fileCheckpoints(files);
    await store.commit(checkpoint(1, {}, full({ a: "1" })));
    await store.commit(checkpoint(2, { b: "2" }));
    await store.commit(checkpoint(3, { c: "3" }));
    return files;
  }

  test.each([
    ["commit-000001-00000003", "commit-000001-00000003 is damaged (wrong checksum)"],
    [
      "segment-000001-00000003",
      /^commit-000001-00000003 needs segment-000001-00000003, which is damaged \(wrong checksum in the block at byte 16\)/,
    ],
  ])("a damaged %s: the commit before it counts, and a warning names the damage", async (name, message) => {
    const files = await three();
    damage(files, name);
    const loaded = await load(files);
    expect(loaded?.state).toEqual({ a: "1", b: "2" });
    expect(loaded?.checkpoint.positions).toEqual({ "0": 2 });
    expect(loaded?.warnings).toEqual([
      expect.stringMatching(/^Skipped a damaged checkpoint: .* Resuming from commit-000001-00000002\.$/),
    ]);
    expect(loaded?.warnings[0]?.replace("Skipped a damaged checkpoint: ", "")).toEqual(
      typeof message === "string" ? expect.stringContaining(message) : expect.stringMatching(message),
    );
  });

  test("a missing segment: the commit before it counts", async () => {
    const files = await three();
    await files.remove("segment-000001-00000003");
    const loaded = await load(files);
    expect(loaded?.state).toEqual({ a: "1", b: "2" });
    expect(loaded?.warnings[0]).toContain("commit-000001-00000003 needs segment-000001-00000003, which is missing");
  });

  test("goes on from the older commit, above the damaged one's run, and clears the damaged files away", async () => {
    const files = await three();
    damage(files, "commit-000001-00000003");
    const store = fileCheckpoints(files);
    const loaded = await store.load();
    await store.commit(checkpoint(3, { d: "4" }, { epoch: loaded!.checkpoint.epoch + 1 }));
    expect(await load(files)).toMatchObject({ state: { a: "1", b: "2", d: "4" }, warnings: [], checkpoint: { epoch: 2 } });
    expect([...files.contents.keys()].filter((name) => name.startsWith("commit"))).toEqual([
      "commit-000001-00000002",
      "commit-000002-00000003",
    ]);
  });

  test("when none is sound, it says so and changes nothing", async () => {
    const files = await three();
    damage(files, "commit-000001-00000003");
    await files.remove("segment-000001-00000001");
    const before = new Map(files.contents);
    await expect(load(files)).rejects.toMatchObject({
      name: "ProcessorError",
      errorClass: "user-fatal",
      message:
        "No checkpoint can be used: commit-000001-00000003 is damaged (wrong checksum); commit-000001-00000002 needs segment-000001-00000001, which is missing. " +
        "Nothing was changed. Restore the checkpoint directory from a backup, or start with resumeFromCheckpoint: false, which begins without state.",
    });
    expect(files.contents).toEqual(before);
  });

  test("a checkpoint of a newer version is refused, even if there is an older one, and nothing is changed", async () => {
    const files = await three();
    const record = decodeCommit(files.contents.get("commit-000001-00000003")!, 1);
    files.contents.set("commit-000001-00000003", encodeCommit({ ...record, formatVersion: 2 }));
    const before = new Map(files.contents);
    await expect(load(files)).rejects.toMatchObject({
      errorClass: "user-fatal",
      message: expect.stringMatching(
        /^The checkpoint commit-000001-00000003 was written by a newer version: .* has format version 2, this version reads up to 1\./,
      ),
    });
    expect(files.contents).toEqual(before);
  });

  test("a turned bit in the version is damage, not a newer version", async () => {
    const files = await three();
    files.contents.get("commit-000001-00000003")![8]! ^= 2;
    expect((await load(files))?.state).toEqual({ a: "1", b: "2" });
  });

  test("a disk that cannot be read is no damage: nothing is skipped", async () => {
    const files = await three();
    files.inject = ({ kind, name }) =>
      kind === "read" && name.startsWith("segment") ? { kind: "fails", message: "EIO" } : undefined;
    await expect(load(files)).rejects.toMatchObject({ errorClass: "user-retryable" });
  });
});

describe("epochs", () => {
  test("a run may not commit when a newer one has", async () => {
    const files = new MemoryFiles();
    const old = fileCheckpoints(files);
    await old.commit(checkpoint(1, { a: "1" }));
    const taken = fileCheckpoints(files);
    await taken.load();
    await taken.commit(checkpoint(2, { a: "2" }, { epoch: 2 }));
    const before = new Map(files.contents);
    await expect(old.commit(checkpoint(2, { a: "old" }))).rejects.toMatchObject({
      errorClass: "user-fatal",
      message: "Run 1 of this processor may not commit: run 2 has taken over.",
    });
    expect(files.contents).toEqual(before);
  });

  test("a run that would build on a commit that is no longer the newest begins again", async () => {
    const files = new MemoryFiles();
    const old = fileCheckpoints(files);
    await old.commit(checkpoint(1, { a: "1" }));
    const taken = fileCheckpoints(files);
    await taken.load();
    await old.commit(checkpoint(2, { a: "2" }));
    await expect(taken.commit(checkpoint(2, { a: "3" }, { epoch: 2 }))).rejects.toMatchObject({ errorClass: "internal" });
    expect((await load(files))?.state).toEqual({ a: "2" });
  });

  test("whatever a superseded run still writes, the newer run's commit counts", async () => {
    const files = new MemoryFiles();
    const store = fileCheckpoints(files);
    await store.commit(checkpoint(5, {}, { epoch: 2, ...full({ a: "new" }) }));
    const other = new MemoryFiles();
    await fileCheckpoints(other).commit(checkpoint(9, {}, { epoch: 1, ...full({ a: "old" }) }));
    for (const [name, content] of other.contents) files.contents.set(name, content);
    expect((await load(files))?.state).toEqual({ a: "new" });
  });

  test("an epoch is never given twice, though a run left nothing but a segment", async () => {
    const files = new MemoryFiles();
    const store = fileCheckpoints(files);
    await store.commit(checkpoint(1, { a: "1" }));
    files.inject = ({ kind, name }) => (kind === "write" && name.startsWith("commit") ? { kind: "crash-before" } : undefined);
    const next = fileCheckpoints(files);
    await next.load();
    await expect(next.commit(checkpoint(2, { a: "2" }, { epoch: 2 }))).rejects.toThrow();
    files.restart();
    expect(await load(files)).toMatchObject({ checkpoint: { epoch: 2, sequence: 1 }, state: { a: "1" } });
  });

  test("the sequence must rise", async () => {
    const store = fileCheckpoints(new MemoryFiles());
    await store.commit(checkpoint(2, {}));
    await expect(store.commit(checkpoint(2, {}))).rejects.toThrow("the sequence must rise");
  });
});

describe("compaction", () => {
  const options = { compaction: { minimumBytes: 50 } };
  const turns = () => new Promise((resolve) => setTimeout(resolve, 2));
  const segmentsOf = (files: MemoryFiles, name: string) =>
    decodeCommit(files.contents.get(name)!, 1).segments.map((segment) => segment.name);

  test("deltas that outgrow the base are merged with it, and a later commit takes that over", async () => {
    const files = new MemoryFiles();
    const store = fileCheckpoints(files, options);
    await store.commit(checkpoint(1, {}, full({ a: "1", b: "1" })));
    await store.commit(checkpoint(2, { b: "x".repeat(40), c: "2" }));
    await store.commit(checkpoint(3, { c: undefined, d: "3" }));
    await turns();
    await store.commit(checkpoint(4, { e: "4" }));
    expect(segmentsOf(files, "commit-000001-00000004")).toContain("segment-000001-00000002-merged");
    expect((await load(files))?.state).toEqual({ a: "1", b: "x".repeat(40), d: "3", e: "4" });
    await store.commit(checkpoint(5, {}));
    await store.commit(checkpoint(6, {}));
    expect([...files.contents.keys()]).not.toContain("segment-000001-00000001");
    expect((await load(files))?.state).toEqual({ a: "1", b: "x".repeat(40), d: "3", e: "4" });
  });

  test("commits do not wait for it", async () => {
    const memory = new MemoryFiles();
    let proceed = () => {};
    const held = new Promise<void>((resolve) => {
      proceed = resolve;
    });
    const files: Files = {
      list: (folder) => memory.list(folder),
      read: (name, start, end) => memory.read(name, start, end),
      remove: (name) => memory.remove(name),
      async writeDurable(name, chunks) {
        if (name.endsWith("-merged")) await held;
        await memory.writeDurable(name, chunks);
      },
    };
    const store = fileCheckpoints(files, options);
    await store.commit(checkpoint(1, {}, full({ a: "1" })));
    for (let sequence = 2; sequence <= 6; sequence++)
      await store.commit(checkpoint(sequence, { [`k${sequence}`]: "x".repeat(60) }));
    expect(segmentsOf(memory, "commit-000001-00000006")).toHaveLength(6);
    proceed();
    await turns();
    await store.commit(checkpoint(7, { a: "7" }));
    expect(segmentsOf(memory, "commit-000001-00000007")).toEqual([
      "segment-000001-00000002-merged",
      ...[3, 4, 5, 6, 7].map((n) => `segment-000001-0000000${n}`),
    ]);
    expect(Object.keys((await load(memory))!.state).sort()).toEqual(["a", "k2", "k3", "k4", "k5", "k6"]);
  });

  test("a full commit makes its result worthless; closing ends it", async () => {
    const files = new MemoryFiles();
    const store = fileCheckpoints(files, options);
    await store.commit(checkpoint(1, {}, full({ a: "1" })));
    await store.commit(checkpoint(2, { b: "x".repeat(60) }));
    await store.commit(checkpoint(3, {}, full({ z: "3" })));
    await turns();
    await store.commit(checkpoint(4, { y: "4" }));
    expect((await load(files))?.state).toEqual({ z: "3", y: "4" });
    await store.commit(checkpoint(5, { b: "x".repeat(60) }));
    await store.close();
    const before = [...files.contents.keys()];
    await turns();
    expect([...files.contents.keys()]).toEqual(before);
  });

  test("when it fails, commits go on, and it is tried again after a while", async () => {
    const files = new MemoryFiles();
    const warnings: string[] = [];
    const store = fileCheckpoints(files, { ...options, warn: (message) => warnings.push(message) });
    let attempts = 0;
    files.inject = ({ kind, name }) => {
      if (kind !== "write" || !name.endsWith("-merged")) return undefined;
      return ++attempts === 1 ? { kind: "fails" } : undefined;
    };
    await store.commit(checkpoint(1, {}, full({ a: "1" })));
    for (let sequence = 2; sequence <= 20; sequence++) {
      await store.commit(checkpoint(sequence, { [`k${sequence % 3}`]: "x".repeat(60) }));
      await turns();
    }
    expect(attempts).toBe(2);
    expect(warnings).toEqual([expect.stringMatching(/^Merging state files failed and is tried again later: .*no space left/)]);
    expect(segmentsOf(files, "commit-000001-00000020")[0]).toBe("segment-000001-00000018-merged");
    expect(Object.keys((await load(files))!.state).sort()).toEqual(["a", "k0", "k1", "k2"]);
  });
});

describe("clear", () => {
  test("forgets everything", async () => {
    const files = new MemoryFiles();
    const store = fileCheckpoints(files);
    await store.commit(checkpoint(1, { a: "1" }));
    await store.clear();
    expect(files.contents.size).toBe(0);
    expect(await store.load()).toBeUndefined();
    await store.commit(checkpoint(1, { b: "1" }));
    expect((await load(files))?.state).toEqual({ b: "1" });
  });

  test("interrupted anywhere, the newest commit is there as a whole or nothing is", async () => {
    for (let step = 0; step < 12; step++) {
      const files = new MemoryFiles();
      const store = fileCheckpoints(files);
      for (let sequence = 1; sequence <= 4; sequence++) await store.commit(checkpoint(sequence, { [`k${sequence}`]: "1" }));
      let operations = 0;
      files.inject = () => (operations++ === step ? { kind: "crash-after" } : undefined);
      await store.clear().catch(() => {});
      files.restart();
      const loaded = await load(files);
      if (loaded !== undefined) expect(loaded).toMatchObject({ checkpoint: { sequence: 4 }, warnings: [] });
    }
  });
});

test("an old file that cannot be removed is no reason to fail", async () => {
  const files = new MemoryFiles();
  const warnings: string[] = [];
  const store = fileCheckpoints(files, { warn: (message) => warnings.push(message) });
  files.inject = ({ kind }) => (kind === "remove" ? { kind: "fails", message: "permission denied (EACCES)" } : undefined);
  for (let sequence = 1; sequence <= 3; sequence++) await store.commit(checkpoint(sequence, {}, full({ a: `${sequence}` })));
  expect(warnings).toEqual(["An old checkpoint file could not be removed: commit-000001-00000001: permission denied (EACCES)"]);
  files.inject = undefined;
  await store.commit(checkpoint(4, {}));
  expect([...files.contents.keys()].filter((name) => name.startsWith("commit"))).toHaveLength(2);
});
