import { expect, test } from "vitest";
import { Pace } from "./pace.ts";

test("batches grow while they are quick and shrink while they are slow, within bounds", () => {
  const pace = new Pace();
  expect(pace.batchSize).toBe(256);
  for (let i = 0; i < 9; i++) pace.worked(pace.batchSize, 1);
  expect(pace.batchSize).toBe(1000);
  for (let i = 0; i < 9; i++) pace.worked(pace.batchSize, 50);
  expect(pace.batchSize).toBe(16);
});

test("batches that were not full say nothing about size", () => {
  const pace = new Pace();
  pace.worked(3, 0);
  expect(pace.batchSize).toBe(256);
});

test("a bound below the least size holds", () => {
  const pace = new Pace(7);
  expect(pace.batchSize).toBe(7);
  pace.worked(7, 50);
  expect(pace.batchSize).toBe(7);
});
