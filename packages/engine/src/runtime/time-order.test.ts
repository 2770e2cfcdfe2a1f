import fc from "fast-check";
import { expect, test } from "vitest";
import { PartitionBuffer } from "./partition-buffer.ts";
import { TimeOrder } from "./time-order.ts";

test("always the smallest on top; equal ones by partition id", () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1 }), { minLength: 1, maxLength: 9 }), (lists) => {
      const order = new TimeOrder();
      const rest = new Map<string, number[]>();
      for (const [i, list] of lists.entries()) {
        const id = String(i);
        rest.set(id, [...list]);
        order.add(new PartitionBuffer({ id }, 0), list[0]!);
      }
      while (order.size > 0) {
        const heads = [...rest].filter(([, list]) => list.length > 0).map(([id, list]) => ({ id, ts: list[0]! }));
        heads.sort((a, b) => a.ts - b.ts || (a.id < b.id ? -1 : 1));
        expect(order.top?.partition.id).toBe(heads[0]!.id);
        expect(order.topTime).toBe(heads[0]!.ts);
        expect(order.secondTime).toBe(heads[1]?.ts ?? Number.POSITIVE_INFINITY);
        const list = rest.get(heads[0]!.id)!;
        list.shift();
        if (list.length > 0) order.replaceTop(list[0]!);
        else order.removeTop();
      }
      expect(order.topTime).toBe(Number.POSITIVE_INFINITY);
    }),
  );
});
