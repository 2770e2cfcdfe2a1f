import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** Cost of a hash: memory is 128 · N · r bytes. Secrets are 240 random bits, so no cost could make guessing them any less hopeless. */
const COST = { N: 2 ** 13, r: 8, p: 1 };
const HASH_BYTES = 32;

function derive(secret: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, HASH_BYTES, cost, (error, hash) => (error ? reject(error) : resolve(hash)));
  });
}

/** `scrypt$N$r$p$salt$hash`, with salt and hash in base64url. */
export async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(secret, salt, COST);
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64url"), hash.toString("base64url")].join("$");
}

/** Whether a secret belongs to a hash of `hashSecret`; takes as long either way. */
export async function verifySecret(secret: string, stored: string): Promise<boolean> {
  const [, N, r, p, salt = "", expected = ""] = stored.split("$");
  const hash = await derive(secret, Buffer.from(salt, "base64url"), { N: Number(N), r: Number(r), p: Number(p) });
  return timingSafeEqual(hash, Buffer.from(expected, "base64url"));
}

/** Takes as long as `verifySecret` and is never right: for clients that do not exist. */
export async function verifyNothing(secret: string): Promise<false> {
  await derive(secret, Buffer.alloc(16), COST);
  return false;
}
