/**
 * Tumbling `$group` with count, average and largest value over 1,000 keys: the whole engine with its surroundings in memory,
 * against hand-written code. Documents are parsed beforehand; results leave as JSON on both sides. One processor lives
 * through all rounds, as it would in service, and so does the hand-written code.
 */
import { encodeJson } from "@millrace/mql";
import { type Reading, readings, WINDOW_STAGE } from "../data/readings.ts";
import { WindowsByHand } from "../data/windows-by-hand.ts";
import { startEngine } from "../engine-side.ts";
import { compete, type Result, type Side } from "../harness.ts";

const COUNT = 200_000;
/** Readings of one read, as a Kafka fetch gives them. */
const BATCH = 1_000;

export default async function windows(): Promise<Result[]> {
  const given = readings(COUNT);
  const engine = await startEngine([{ $source: { connectionName: "readings", topic: "readings" } }, WINDOW_STAGE]);
  let text = "";
  const byHand = new WindowsByHand(async (results) => {
    text += results;
  });
  const result = await compete({
    name: "windows",
    against: "hand-written JavaScript",
    target: 1.4,
    ours: inTurns(given, async (batches) => {
      const { text, late } = await engine.round(batches);
      return text + encodeJson(late);
    }),
    other: inTurns(given, async (batches) => {
      text = "";
      byHand.late = [];
      for (const batch of batches) await byHand.push(batch);
      return text + encodeJson(byHand.late);
    }),
    rounds: 21,
  });
  await engine.stop();
  return [result];
}

/** Each round goes on in event time where the one before ended. Moving the times on is not measured. */
function inTurns(given: readonly Reading[], run: (batches: readonly Reading[][]) => Promise<string>): Side {
  const span = given[given.length - 1]!.ts - given[0]!.ts + 60_000;
  let shift = 0;
  let batches: Reading[][] = [];
  return {
    prepare() {
      batches = [];
      for (let from = 0; from < given.length; from += BATCH)
        batches.push(given.slice(from, from + BATCH).map(({ doc, ts }) => ({ doc, ts: ts + shift })));
      shift += span;
    },
    run: () => run(batches),
  };
}
