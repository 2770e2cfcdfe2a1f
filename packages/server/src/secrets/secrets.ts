import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

/** Where a sealed value lives. It opens nowhere else. */
interface Place {
  table: string;
  row: string;
  field: string;
}

/** A sealed value could not be opened: damaged, moved from another row, or sealed with another key. */
export class SecretsError extends Error {
  override readonly name = "SecretsError";
}

/** Seals values for the store with AES-256-GCM under the master key. */
export interface Secrets {
  /** Sealed text `v1.<key id>.<base64url of nonce, tag, cipher text>`. */
  seal(clear: string, place: Place): string;
  /** Throws SecretsError when the value does not belong to the place or the key. */
  open(sealed: string, place: Place): string;
}

export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Tells keys apart without saying anything about them. */
function keyId(key: Buffer): string {
  return createHash("sha256").update("millrace master key id").update(key).digest("hex").slice(0, 8);
}

/** Place and key are authenticated with the value. NUL cannot occur in any part, so parts cannot run into each other. */
function associated(place: Place, id: string): Buffer {
  return Buffer.from([place.table, place.row, place.field, id].join("\0"));
}

export function createSecrets(key: Buffer): Secrets {
  if (key.length !== KEY_BYTES) throw new SecretsError(`the master key must have ${KEY_BYTES} bytes, not ${key.length}`);
  const id = keyId(key);
  return {
    seal(clear, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(associated(place, id));
      const body = Buffer.concat([cipher.update(clear, "utf8"), cipher.final()]);
      return `v1.${id}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url")}`;
    },
    open(sealed, place) {
      const [version, sealedWith, text] = sealed.split(".");
      const where = `${place.field} of ${place.table} ${place.row}`;
      if (version !== "v1" || text === undefined) throw new SecretsError(`${where} is not a sealed value`);
      if (sealedWith !== id) throw new SecretsError(`${where} was sealed with another master key (${sealedWith}, not ${id})`);
      const bytes = Buffer.from(text, "base64url");
      const bodyAt = NONCE_BYTES + TAG_BYTES;
      if (bytes.length < bodyAt) throw new SecretsError(`${where} is cut short`);
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAAD(associated(place, id));
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, bodyAt));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(bodyAt)), decipher.final()]).toString("utf8");
      } catch {
        throw new SecretsError(`${where} does not open: it is damaged or comes from another place`);
      }
    },
  };
}
