declare module "lz4js" {
  const lz4: {
    /** Both write to `dst` from `dstStart` or 0 and give where they ended; compressing gives 0 when nothing could be saved. */
    compressBlock(src: Uint8Array, dst: Uint8Array, start: number, length: number, hashTable: Uint32Array): number;
    decompressBlock(src: Uint8Array, dst: Uint8Array, start: number, length: number, dstStart: number): number;
    compressBound(length: number): number;
  };
  export default lz4;
}
