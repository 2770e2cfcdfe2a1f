/** Sensor readings as a Kafka source hands them over: parsed, with the timestamp of the record. Same readings for the same seed. */
import { type Document, decodeJson } from "@millrace/mql";
import { randomFrom } from "./orders.ts";

export interface Reading {
  doc: Document;
  /** Event time, milliseconds. */
  ts: number;
}

/** Keys of the benchmark `windows`. */
const SENSORS = 1_000;
/** Event time between two readings: every sensor sends about one a second. */
const STEP = 1;
/** Readings come up to so much out of order. */
const DISORDER = 4_000;

/** What the pipeline below and the hand-written code are given alike. */
export const WINDOW = { interval: 60_000, lateness: 5_000 };

/** The window of the benchmark. Event time is the timestamp of the record. */
export const WINDOW_STAGE = {
  $tumblingWindow: {
    interval: { size: WINDOW.interval / 1000, unit: "second" },
    allowedLateness: { size: WINDOW.lateness / 1000, unit: "second" },
    pipeline: [{ $group: { _id: "$sensor", count: { $count: {} }, avg: { $avg: "$value" }, max: { $max: "$value" } } }],
  },
};

/**
 * Three document shapes, 5 % Extended JSON dates, 5 % integral doubles, one 19-digit id; 2 % have no value and 1 in 1,000 is
 * a minute too late. The last one comes an hour behind the others: it closes all windows before it.
 */
export function readings(count: number, seed = 11): Reading[] {
  const random = randomFrom(seed);
  const began = Date.UTC(2026, 0, 5);
  const all: Reading[] = [];
  for (let i = 0; i < count - 1; i++) {
    const late = random() < 0.001 ? 70_000 : 0;
    const ts = began + i * STEP - Math.floor(random() * DISORDER) - late;
    const id = i === count >> 1 ? "1234567890123456789" : String(i);
    all.push({ doc: decodeJson(reading(random, id, ts)) as Document, ts });
  }
  const last = began + count * STEP + 3_600_000;
  all.push({ doc: decodeJson(reading(random, "0", last)) as Document, ts: last });
  return all;
}

function reading(random: () => number, id: string, ts: number): string {
  const sensor = `"sensor-${Math.floor(random() * SENSORS)}"`;
  const time = new Date(ts).toISOString();
  const at = random() < 0.05 ? `{"$date":"${time}"}` : `"${time}"`;
  const whole = Math.floor(random() * 100);
  const kind = random();
  const value =
    kind < 0.02
      ? "null"
      : kind < 0.07
        ? `${whole}.0`
        : kind < 0.3
          ? String(whole)
          : `${whole}.${Math.floor(random() * 899) + 101}1`;
  const shape = random();
  if (shape < 0.5) return `{"id":${id},"sensor":${sensor},"at":${at},"value":${value},"unit":"°C"}`;
  if (shape < 0.8) return `{"sensor":${sensor},"value":${value},"at":${at},"id":${id},"site":{"name":"north","floor":2}}`;
  return `{"at":${at},"id":${id},"tags":["a","b"],"sensor":${sensor},"battery":0.75,"value":${value}}`;
}
