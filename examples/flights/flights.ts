/**
 * Real flights of the United States in 2001 (`flights-3m.parquet` of the npm package `vega-datasets`), arranged as a topic with several
 * partitions would hold them: in order of date, a little shuffled inside each partition, with some that come far too late.
 */
import { fileURLToPath } from "node:url";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";

/** One message. `n` numbers the rows of the file; `date` is ISO 8601 in UTC, to the minute; `delay` in minutes; `distance` in miles. */
export interface Flight {
  n: number;
  date: string;
  delay: number;
  distance: number;
  origin: string;
  destination: string;
}

/** What each partition holds, in this order: `onTime`, one `closing` record, `late`. */
export interface PartitionPlan {
  onTime: Flight[];
  closing: Flight;
  late: Flight[];
}

/** Origin of the closing records: no airport; pipelines drop it, but its date moves time on. */
export const CLOSING_ORIGIN = "-";

/** The first `count` flights of the file, in order of date. */
export async function readFlights(count: number): Promise<Flight[]> {
  // The package exports its index only; the data lie beside it.
  const path = fileURLToPath(new URL("./node_modules/vega-datasets/data/flights-3m.parquet", import.meta.url));
  const file = await asyncBufferFromFile(path);
  const rows = await parquetReadObjects({ file, compressors, rowStart: 0, rowEnd: count });
  return rows.map((row, n) => ({
    n,
    date: (row.date as Date).toISOString(),
    delay: Number(row.delay),
    distance: Number(row.distance),
    origin: row.origin as string,
    destination: row.destination as string,
  }));
}

/** A small seeded generator (mulberry32), so that a run can be repeated. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Deals the flights to partitions. Inside a partition every second flight or so comes one minute of event time later than its
 * turn, so that flights overtake others by at most 60 s. `late` of the flights from the first half of the time span are held
 * back and come after the closing record, when their windows have been closed for long.
 */
export function arrange(
  flights: readonly Flight[],
  options: { partitions: number; late: number; seed: number },
): PartitionPlan[] {
  const random = randomFrom(options.seed);
  const last = Date.parse(flights[flights.length - 1]!.date);
  const half = Math.floor(flights.length / 2);
  const held = new Set<number>();
  while (held.size < options.late) held.add(Math.floor(random() * half));

  const plans = Array.from(
    { length: options.partitions },
    (_, partition): PartitionPlan => ({
      onTime: [],
      // A day later: every window of the flights is closed by then, whatever the lateness allowed.
      closing: {
        n: -1 - partition,
        date: new Date(last + 86_400_000).toISOString(),
        delay: 0,
        distance: 0,
        origin: CLOSING_ORIGIN,
        destination: CLOSING_ORIGIN,
      },
      late: [],
    }),
  );
  const turns = new Map<Flight, number>();
  for (const flight of flights) {
    const plan = plans[Math.floor(random() * options.partitions)]!;
    if (held.has(flight.n)) plan.late.push(flight);
    else plan.onTime.push(flight);
    // Dates are whole minutes: half a millisecond more than a minute puts it behind those of the next minute, not of the one after.
    turns.set(flight, Date.parse(flight.date) + (random() < 0.5 ? 60_000.5 : random()));
  }
  for (const plan of plans) plan.onTime.sort((a, b) => turns.get(a)! - turns.get(b)!);
  return plans;
}
