/** Orders as three services write them: three document shapes, 5 % Extended JSON dates, 5 % integral doubles, one 19-digit id. Same text for the same seed. */

export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const CITIES = ["Oslo", "Lisbon", "Kyoto", "Quito", "Zürich", "Halifax"];
const STATUS = ["paid", "paid", "paid", "open", "returned"];

/** One JSON text per order, as bytes. */
export function orders(count: number, seed = 7): Buffer[] {
  const random = randomFrom(seed);
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!;
  const lines: Buffer[] = [];
  for (let i = 0; i < count; i++) {
    const id = i === Math.floor(count / 2) ? "1234567890123456789" : String(100_000 + i);
    const time = new Date(Date.UTC(2026, 0, 5) + i * 250).toISOString();
    const at = random() < 0.05 ? `{"$date":"${time.replace(".000Z", "Z")}"}` : `"${time}"`;
    const whole = Math.floor(random() * 200) + 1;
    const kind = random();
    const amount =
      kind < 0.05 ? `${whole}.0` : kind < 0.3 ? String(whole) : `${whole}.${Math.floor(random() * 89) + 10}`.replace(/0$/, "5");
    const quantity = Math.floor(random() * 9) + 1;
    const customer = `customer-${Math.floor(random() * 5000)}`;
    const status = pick(STATUS);
    const shape = random();
    if (shape < 0.5) {
      lines.push(
        Buffer.from(
          `{"order":${id},"customer":"${customer}","status":"${status}","amount":${amount},"quantity":${quantity},"at":${at},` +
            `"address":{"street":"${whole} Main Street","city":"${pick(CITIES)}","zip":"${10000 + whole}"},"tags":["web","${pick(CITIES)}"]}`,
        ),
      );
    } else if (shape < 0.8) {
      lines.push(
        Buffer.from(
          `{"at":${at},"order":${id},"status":"${status}","customer":"${customer}","quantity":${quantity},"amount":${amount},` +
            `"device":{"kind":"phone","os":"14.2"},"note":"left at the door \\"as asked\\"","score":0.${whole + 100}1}`,
        ),
      );
    } else {
      lines.push(
        Buffer.from(
          `{"order":${id},"status":"${status}","amount":${amount},"quantity":${quantity},"customer":"${customer}",` +
            `"address":{"city":"${pick(CITIES)}"},"at":${at},"items":[{"sku":"A${whole}","n":1},{"sku":"B${whole}","n":2}]}`,
        ),
      );
    }
  }
  return lines;
}

/** Orders for libraries that know neither `5.0` nor 19-digit numbers nor Extended JSON. */
export function plainOrders(count: number): Buffer[] {
  return orders(count).filter((line) => !/\d{16}|\.0[,}]|\$date/.test(line.toString()));
}

/** The pipeline of the benchmark `stages`. */
export const ORDER_STAGES = [
  { $match: { status: "paid", amount: { $gte: 20 } } },
  { $project: { order: 1, customer: 1, amount: 1, quantity: 1, at: 1, "address.city": 1 } },
  {
    $addFields: {
      total: { $multiply: ["$amount", "$quantity"] },
      label: { $concat: ["$customer", "/", "$address.city"] },
      band: { $cond: [{ $gte: ["$amount", 100] }, "high", "low"] },
    },
  },
];
