/** Base64 text to bytes; `undefined` when it is malformed. Padding may be left out; nothing else of the alphabet may. */
export function base64ToBytes(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const digits = text.replace(/=+$/, "").length;
  if (digits % 4 === 1 || (text.length !== digits && text.length % 4 !== 0)) return undefined;
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
