import { expect, test } from "vitest";
import { Semaphore } from "./semaphore.ts";

const never = new AbortController().signal;

test("slots are handed on in order, and a slot given back twice counts once", async () => {
  const semaphore = new Semaphore(1);
  const order: number[] = [];
  const first = await semaphore.acquire(never);
  const second = semaphore.acquire(never).then((release) => {
    order.push(2);
    return release;
  });
  const third = semaphore.acquire(never).then(() => order.push(3));
  first();
  first();
  const release = await second;
  await new Promise(setImmediate);
  expect(order).toEqual([2]);
  release();
  await third;
  expect(order).toEqual([2, 3]);
});

test("one who gives up waiting takes no slot", async () => {
  const semaphore = new Semaphore(1);
  const release = await semaphore.acquire(never);
  const controller = new AbortController();
  const waiting = semaphore.acquire(controller.signal);
  const patient = semaphore.acquire(never);
  controller.abort();
  await expect(waiting).rejects.toThrow();
  release();
  await patient;
});
