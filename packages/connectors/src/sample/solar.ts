import type { Document } from "@millrace/mql";
import { seededRandom } from "../support/random.ts";

export const DEVICES = 11;

/** `2026-08-12T21:41:01.788+00:00`: as the sample stream spells time. */
function timestampText(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "+00:00");
}

/**
 * The reading number `index` of `sample_stream_solar` (engine.md 10): devices take turns, so that each has one reading a second; the rest follows
 * from the seed and the index alone, so that a run that goes on from a checkpoint gives the same documents.
 */
export function solarReading(seed: number, index: number, ms: number): Document {
  const random = seededRandom(seed + Math.imul(index, 0x9e3779b1));
  const upTo = (largest: number) => Math.floor(random() * (largest + 1));
  const device = index % DEVICES;
  const maxWatts = device % 3 === 2 ? 250 : 450;
  const doc: Document = {
    device_id: `device_${device}`,
    group_id: upTo(10),
    timestamp: timestampText(ms),
    max_watts: maxWatts,
  };
  if (random() < 1 / 20) {
    doc.event_type = 1;
    doc.event_details = "Network error";
  } else {
    doc.event_type = 0;
    doc.obs = { watts: upTo(maxWatts), temp: 5 + upTo(20) };
  }
  return doc;
}
