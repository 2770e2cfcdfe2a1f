/**
 * How a ratio comes about: both sides do the same work, in one process, in turns, so that whatever the machine does meanwhile hits both.
 * Time is CPU time of the whole process, collection of garbage included: on a machine that others use too, the clock on the
 * wall would measure them. `ratio` is a cost: our time ÷ the other's, lower is better.
 */
export interface Result {
  name: string;
  against: string;
  /** Ratio of the medians. */
  ratio: number;
  /** Ratio of the best rounds. */
  ratioBest: number;
  /** Upper bound for `ratio`; null: none. */
  target: number | null;
  unit: string;
  rounds: number;
}

/** One side of a contest. */
export interface Side {
  /** Before each round, not measured. */
  prepare?(): void;
  /** One round; what it returns must equal what the other side returns (`same`). */
  run(): unknown | Promise<unknown>;
}

export interface Contest {
  name: string;
  against: string;
  target: number | null;
  ours: Side;
  other: Side;
  /** Compares the two results; default: strings and bytes by content. */
  same?(ours: unknown, other: unknown): boolean;
  rounds?: number;
}

const equal = (a: unknown, b: unknown) =>
  a instanceof Uint8Array && b instanceof Uint8Array ? Buffer.compare(a, b) === 0 : a === b;

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;

/** Runs a contest. Throws if the sides do not produce the same. */
export async function compete(contest: Contest): Promise<Result> {
  const { name, against, target, ours, other, same = equal, rounds = 15 } = contest;
  // Warm up both until the optimising compiler has seen enough, and check that they agree.
  for (let i = 0; i < 4; i++) {
    ours.prepare?.();
    other.prepare?.();
    const [a, b] = [await ours.run(), await other.run()];
    if (!same(a, b)) throw new Error(`${name}: the two sides differ\n${excerpt(a, b)}`);
  }
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    // Who goes first alternates: garbage of one side is often collected in the other's turn.
    for (const index of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const side = index === 0 ? ours : other;
      side.prepare?.();
      // Only the young generation: a full collection would drop optimised code with the hidden classes that nothing uses just then.
      globalThis.gc?.({ type: "minor", execution: "sync" });
      const started = process.cpuUsage();
      await side.run();
      const { user, system } = process.cpuUsage(started);
      times[index].push((user + system) / 1000);
    }
  }
  const [a, b] = times;
  return {
    name,
    against,
    ratio: round3(median(a) / median(b)),
    ratioBest: round3(Math.min(...a) / Math.min(...b)),
    target,
    unit: "x",
    rounds,
  };
}

/** A single figure instead of a ratio: the median of some measurements, in `unit`. */
export function figure(name: string, against: string, unit: string, target: number | null, values: number[]): Result {
  return {
    name,
    against,
    ratio: round3(median([...values])),
    ratioBest: round3(Math.min(...values)),
    target,
    unit,
    rounds: values.length,
  };
}

export const round3 = (value: number) => Number(value.toPrecision(3));

/** Where two outputs part. */
function excerpt(a: unknown, b: unknown): string {
  const [x, y] = [String(a), String(b)];
  let i = 0;
  while (i < x.length && x[i] === y[i]) i++;
  return `ours:  …${x.slice(Math.max(0, i - 60), i + 80)}\nother: …${y.slice(Math.max(0, i - 60), i + 80)}`;
}
