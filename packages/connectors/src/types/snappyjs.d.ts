declare module "snappyjs" {
  const snappyjs: {
    compress(bytes: Buffer): Buffer;
    /** Throws when malformed, or when the announced length is over `maxBytes`. */
    uncompress(bytes: Buffer, maxBytes?: number): Buffer;
  };
  export default snappyjs;
}
