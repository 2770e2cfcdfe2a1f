/** XXH64 with seed 0, as its public specification describes it. */

const prime1 = 0x9e3779b185ebca87n;
const prime2 = 0xc2b2ae3d27d4eb4fn;
const prime3 = 0x165667b19e3779f9n;
const prime4 = 0x85ebca77c2b2ae63n;
const prime5 = 0x27d4eb2f165667c5n;

/** The hash in 8 bytes, the most significant first. */
export function xxh64(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  let hash = prime5;
  if (bytes.length >= 32) {
    const lanes = [wrapped(prime1 + prime2), prime2, 0n, wrapped(-prime1)];
    for (; at + 32 <= bytes.length; at += 32) {
      for (let lane = 0; lane < 4; lane++) lanes[lane] = round(lanes[lane]!, view.getBigUint64(at + 8 * lane, true));
    }
    hash = wrapped(rotated(lanes[0]!, 1n) + rotated(lanes[1]!, 7n) + rotated(lanes[2]!, 12n) + rotated(lanes[3]!, 18n));
    for (const lane of lanes) hash = wrapped((hash ^ round(0n, lane)) * prime1 + prime4);
  }
  hash = wrapped(hash + BigInt(bytes.length));
  for (; at + 8 <= bytes.length; at += 8)
    hash = wrapped(rotated(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * prime1 + prime4);
  if (at + 4 <= bytes.length) {
    hash = wrapped(rotated(hash ^ wrapped(BigInt(view.getUint32(at, true)) * prime1), 23n) * prime2 + prime3);
    at += 4;
  }
  for (; at < bytes.length; at++) hash = wrapped(rotated(hash ^ wrapped(BigInt(bytes[at]!) * prime5), 11n) * prime1);
  const result = new DataView(new ArrayBuffer(8));
  result.setBigUint64(0, avalanche(hash));
  return new Uint8Array(result.buffer);
}

function round(lane: bigint, input: bigint): bigint {
  return wrapped(rotated(wrapped(lane + input * prime2), 31n) * prime1);
}

function avalanche(hash: bigint): bigint {
  let mixed = wrapped((hash ^ (hash >> 33n)) * prime2);
  mixed = wrapped((mixed ^ (mixed >> 29n)) * prime3);
  return mixed ^ (mixed >> 32n);
}

function wrapped(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}

function rotated(value: bigint, bits: bigint): bigint {
  return wrapped((value << bits) | (value >> (64n - bits)));
}
