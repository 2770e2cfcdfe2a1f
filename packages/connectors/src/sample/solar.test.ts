import { typeOf } from "@millrace/mql";
import { expect, test } from "vitest";
import { DEVICES, solarReading } from "./solar.ts";

const readings = Array.from({ length: 11_000 }, (_, index) => solarReading(7, index, Date.parse("2026-08-12T21:41:01.788Z")));

test("a reading has the fields of the sample stream, in their order and types", () => {
  const normal = readings.find(({ event_type }) => event_type === 0);
  expect(Object.keys(normal ?? {})).toEqual(["device_id", "group_id", "timestamp", "max_watts", "event_type", "obs"]);
  expect(Object.keys(normal?.obs ?? {})).toEqual(["watts", "temp"]);
  expect(normal?.timestamp).toBe("2026-08-12T21:41:01.788+00:00");
  for (const field of ["group_id", "max_watts", "event_type"]) expect(typeOf(normal?.[field])).toBe("int");
});

test("values lie in their ranges, and all of a range occurs", () => {
  const of = (field: string) => [...new Set(readings.map((doc) => doc[field]))].sort();
  const obs = readings.flatMap((doc) => (doc.obs === undefined ? [] : [doc])) as {
    max_watts: number;
    obs: { watts: number; temp: number };
  }[];
  expect(of("device_id")).toEqual(Array.from({ length: 11 }, (_, n) => `device_${n}`).sort());
  expect(of("group_id")).toEqual([0, 1, 10, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(of("max_watts")).toEqual([250, 450]);
  expect(obs.every(({ max_watts, obs: { watts } }) => watts >= 0 && watts <= max_watts)).toBe(true);
  const temps = obs.map(({ obs: { temp } }) => temp);
  expect([Math.min(...temps), Math.max(...temps)]).toEqual([5, 25]);
});

test("about one in twenty is an event without observation, so that validators have something to reject", () => {
  const events = readings.filter(({ event_type }) => event_type === 1);
  expect(events.length / readings.length).toBeGreaterThan(0.04);
  expect(events.length / readings.length).toBeLessThan(0.06);
  expect(events.every((doc) => doc.event_details === "Network error" && !("obs" in doc))).toBe(true);
  expect(readings.every((doc) => doc.event_type === 1 || !("event_details" in doc))).toBe(true);
});

test("the rating belongs to the device, every device has its turn", () => {
  const ratings = new Map(readings.map(({ device_id, max_watts }) => [device_id, max_watts]));
  expect(readings.every(({ device_id, max_watts }) => max_watts === ratings.get(device_id))).toBe(true);
  expect(new Set(readings.slice(0, DEVICES).map(({ device_id }) => device_id)).size).toBe(11);
});

test("seed and index decide the reading, whatever was made before", () => {
  expect(solarReading(7, 500, 0)).toEqual(solarReading(7, 500, 0));
  expect(Array.from({ length: 50 }, (_, n) => solarReading(7, n, 0))).not.toEqual(
    Array.from({ length: 50 }, (_, n) => solarReading(8, n, 0)),
  );
});
