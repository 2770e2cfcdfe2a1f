import { createHash, timingSafeEqual } from "node:crypto";
import { REALM } from "./credentials.ts";
import type { Nonces } from "./nonces.ts";

type DigestAlgorithm = "md5" | "sha256";

/** Credentials of an `Authorization: Digest` header, values unquoted. */
export interface DigestCredentials {
  username: string;
  nonce: string;
  uri: string;
  response: string;
  nc: string;
  cnonce: string;
  algorithm: DigestAlgorithm;
}

const directive = /\s*([a-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))\s*(?:,|$)/giy;

/**
 * Reads the header's parameters, quoted or not (clients differ, admin-api.md 7.2).
 * Undefined if it is not Digest, is ill-formed, or asks for something that the challenge did not offer.
 */
export function parseDigest(authorization: string): DigestCredentials | undefined {
  const [, text] = /^digest\s+(.*)$/is.exec(authorization) ?? [];
  if (text === undefined) return undefined;
  const found = new Map<string, string>();
  let end = 0;
  for (const match of text.matchAll(directive)) {
    const name = match[1]!.toLowerCase();
    if (found.has(name)) return undefined;
    found.set(name, match[2]?.replace(/\\(.)/g, "$1") ?? match[3]!);
    end = match.index + match[0].length;
  }
  const algorithm = algorithmOf(found.get("algorithm"));
  if (end !== text.length || algorithm === undefined) return undefined;
  if (found.get("realm") !== REALM || found.get("qop") !== "auth" || !/^[0-9a-f]{8}$/i.test(found.get("nc") ?? ""))
    return undefined;
  const value = (name: string) => found.get(name) ?? "";
  return {
    username: value("username"),
    nonce: value("nonce"),
    uri: value("uri"),
    response: value("response"),
    nc: value("nc"),
    cnonce: value("cnonce"),
    algorithm,
  };
}

function algorithmOf(name: string | undefined): DigestAlgorithm | undefined {
  switch ((name ?? "MD5").toUpperCase()) {
    case "MD5":
      return "md5";
    case "SHA-256":
      return "sha256";
    default:
      return undefined;
  }
}

/** The response that a caller who knows the key gives (RFC 7616, qop=auth). */
export function digestResponse(credentials: DigestCredentials, method: string, ha1: string): string {
  const hash = (text: string) => createHash(credentials.algorithm).update(text).digest("hex");
  const { nonce, nc, cnonce, uri } = credentials;
  return hash([ha1, nonce, nc, cnonce, "auth", hash(`${method}:${uri}`)].join(":"));
}

/** Whether the response is the right one; takes as long either way. */
export function isRightResponse(credentials: DigestCredentials, method: string, ha1: string): boolean {
  const expected = Buffer.from(digestResponse(credentials, method, ha1));
  const given = Buffer.from(credentials.response.toLowerCase());
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The challenge, to the letter that the Go digest client wants (admin-api.md 7.2). */
export function challenge(nonces: Nonces, stale = false): string {
  return `Digest realm="${REALM}", domain="", nonce="${nonces.issue()}", algorithm=MD5, qop="auth", stale=${stale}`;
}
